//! `min(x)`, `max(x)`, `minif(x, condition)`, `maxif(x, condition)`; of reals with a NaN among them it is NaN.

use crate::aggregate::{AnyAggregate, PlannerAggregate};
use crate::binder::Binder;
use crate::expr::call::Arg;
use crate::expr::{Bound, Cx};
use crate::udaf::aggregate_expr;
use datafusion::functions_aggregate::bool_and_or::bool_or_udaf;
use datafusion::functions_aggregate::min_max::{max_udaf, min_udaf};
use datafusion::logical_expr::{Case, Expr, lit};
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
    if value.ty != KqlType::Real {
        let mut bound = b.add_aggregate(aggregate_expr(udaf, vec![argument], filter), value.ty, &name.text, cx);
        bound.expr = crate::expr::never_null_text(bound.expr, value.ty);
        return Some(bound.inherit([&value]));
    }
    // NaN has no place in the order: it is looked for apart.
    let nan = Bound::new(is_nan(&argument), KqlType::Bool).inherit([&value]);
    let nan = b.aggregate_argument(&nan, cx);
    let number = nan.clone().is_not_true();
    let numbers = filter.clone().map_or_else(|| number.clone(), |f| f.and(number.clone()));
    let mut bound = b.add_aggregate(aggregate_expr(udaf, vec![argument], Some(numbers)), value.ty, &name.text, cx);
    let any = b.add_aggregate(aggregate_expr(bool_or_udaf(), vec![nan], filter), KqlType::Bool, "nan", cx);
    let found = vec![(Box::new(any.expr.is_true()), Box::new(lit(f64::NAN)))];
    bound.expr = Expr::Case(Case::new(None, found, Some(Box::new(bound.expr))));
    Some(bound.inherit([&value]))
}

/// Columns are compared in a total order, in which NaN of either sign lies past the infinities.
fn is_nan(value: &Expr) -> Expr {
    value.clone().gt(lit(f64::INFINITY)).or(value.clone().lt(lit(f64::NEG_INFINITY)))
}
