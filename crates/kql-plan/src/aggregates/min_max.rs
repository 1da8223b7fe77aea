//! `min(x)`, `max(x)`, `minif(x, condition)`, `maxif(x, condition)`.

use crate::aggregate::{AnyAggregate, PlannerAggregate};
use crate::binder::Binder;
use crate::expr::call::Arg;
use crate::expr::{Bound, Cx};
use crate::udaf::aggregate_expr;
use datafusion::functions_aggregate::min_max::{max_udaf, min_udaf};
use datafusion::logical_expr::Expr;
use diagnostics::Span;
use kql_functions::KqlType;
use kql_syntax::ast::Name;

pub(crate) static AGGREGATE: AnyAggregate =
    AnyAggregate::One(PlannerAggregate { names: &["min", "max"], conditional: &["minif", "maxif"], bind });

fn bind(
    b: &mut Binder<'_>,
    name: &Name,
    args: Vec<Arg>,
    filter: Option<Expr>,
    _span: Span,
    cx: &mut Cx<'_>,
) -> Option<Bound> {
    let (mut value, span) = crate::aggregate::only_value(b, name, args)?;
    if value.ty == KqlType::Dynamic {
        value = b.convert(value, KqlType::Real, span)?;
    }
    let udaf = if name.text.starts_with("min") { min_udaf() } else { max_udaf() };
    let argument = b.aggregate_argument(&value, cx);
    let mut bound = b.add_aggregate(aggregate_expr(udaf, vec![argument], filter), value.ty, &name.text, cx);
    bound.expr = crate::expr::never_null_text(bound.expr, value.ty);
    Some(bound.inherit([&value]))
}
