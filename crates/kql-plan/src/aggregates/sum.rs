//! `sum(x)` and `sumif(x, condition)`; of no values it is 0.

use crate::aggregate::{AnyAggregate, PlannerAggregate};
use crate::binder::Binder;
use crate::expr::call::Arg;
use crate::expr::{Bound, Cx};
use crate::udaf::aggregate_expr;
use crate::values::to_scalar;
use datafusion::functions::core::coalesce;
use datafusion::functions_aggregate::sum::sum_udaf;
use datafusion::logical_expr::{Cast, Expr};
use diagnostics::Span;
use kql_functions::{KqlType, Value};
use kql_syntax::ast::Name;

pub(crate) static AGGREGATE: AnyAggregate =
    AnyAggregate::One(PlannerAggregate { names: &["sum"], conditional: &["sumif"], bind });

fn bind(
    b: &mut Binder<'_>,
    name: &Name,
    args: Vec<Arg>,
    filter: Option<Expr>,
    _span: Span,
    cx: &mut Cx<'_>,
) -> Option<Bound> {
    let (value, span) = crate::aggregate::only_value(b, name, args)?;
    let ty = match value.ty {
        KqlType::Int | KqlType::Long | KqlType::Bool => KqlType::Long,
        KqlType::Dynamic => KqlType::Real,
        KqlType::Real | KqlType::TimeSpan | KqlType::Decimal => value.ty,
        other => return b.error("type-mismatch", span, format!("values of type {other} have no sum")),
    };
    let value = b.convert(value, ty, span)?;
    let zero = match ty {
        KqlType::Real => Value::Real(0.0),
        KqlType::Decimal => Value::Decimal(0),
        KqlType::TimeSpan => Value::TimeSpan(0),
        _ => Value::Long(0),
    };
    let argument = b.aggregate_argument(&value, cx);
    let sum = aggregate_expr(sum_udaf(), vec![argument], filter);
    let mut bound = b.add_aggregate(sum, ty, "sum_", cx);
    if ty == KqlType::Decimal {
        bound.expr = Expr::Cast(Cast::new(Box::new(bound.expr), ty.arrow()));
    }
    bound.expr = coalesce().call(vec![bound.expr, Expr::Literal(to_scalar(&zero, ty), None)]);
    bound.nullable = false;
    Some(bound.inherit([&value]))
}
