//! `avg(x)` and `avgif(x, condition)`; of no values it is NaN.
//!
//! The mean of integers is their exact sum, which is a `long` and wraps around as in Microsoft's engine, by their count.

use crate::aggregate::{AnyAggregate, PlannerAggregate};
use crate::binder::Binder;
use crate::expr::call::Arg;
use crate::expr::{Bound, Cx};
use crate::udaf::aggregate_expr;
use datafusion::functions::core::coalesce;
use datafusion::functions_aggregate::average::avg_udaf;
use datafusion::functions_aggregate::count::count_udaf;
use datafusion::functions_aggregate::sum::sum_udaf;
use datafusion::logical_expr::{Cast, Expr, lit};
use diagnostics::Span;
use kql_functions::KqlType;
use kql_syntax::ast::Name;

pub(crate) static AGGREGATE: AnyAggregate =
    AnyAggregate::One(PlannerAggregate { names: &["avg"], conditional: &["avgif"], bind });

fn bind(
    b: &mut Binder<'_>,
    name: &Name,
    args: Vec<Arg>,
    filter: Option<Expr>,
    _span: Span,
    cx: &mut Cx<'_>,
) -> Option<Bound> {
    let (value, span) = crate::aggregate::only_value(b, name, args)?;
    let ticks = matches!(value.ty, KqlType::TimeSpan | KqlType::DateTime);
    let ty = if ticks { value.ty } else { KqlType::Real };
    if !(ticks || value.ty.is_numeric() || matches!(value.ty, KqlType::Dynamic | KqlType::Bool)) {
        return b.error("type-mismatch", span, format!("values of type {} have no average", value.ty));
    }
    if matches!(value.ty, KqlType::Int | KqlType::Long) {
        let value = b.convert(value, KqlType::Long, span)?;
        let argument = b.aggregate_argument(&value, cx);
        let sum = aggregate_expr(sum_udaf(), vec![argument.clone()], filter.clone());
        let count = aggregate_expr(count_udaf(), vec![argument], filter);
        let real = |bound: Bound| Expr::Cast(Cast::new(Box::new(bound.expr), KqlType::Real.arrow()));
        let sum = real(b.add_aggregate(sum, KqlType::Long, "sum_", cx));
        let mut bound = b.add_aggregate(count, KqlType::Real, "count_", cx);
        bound.expr = coalesce().call(vec![sum / real(bound.clone()), lit(f64::NAN)]);
        bound.nullable = false;
        return Some(bound.inherit([&value]));
    }
    let mut value = if ticks { value } else { b.convert(value, KqlType::Real, span)? };
    if ticks {
        value.expr = Expr::Cast(Cast::new(Box::new(value.expr), KqlType::Real.arrow()));
        value.constant = None;
    }
    let argument = b.aggregate_argument(&value, cx);
    let avg = aggregate_expr(avg_udaf(), vec![argument], filter);
    let mut bound = b.add_aggregate(avg, ty, "avg_", cx);
    if ticks {
        bound.expr = Expr::Cast(Cast::new(Box::new(bound.expr), ty.arrow()));
    } else {
        bound.expr = coalesce().call(vec![bound.expr, lit(f64::NAN)]);
        bound.nullable = false;
    }
    Some(bound.inherit([&value]))
}
