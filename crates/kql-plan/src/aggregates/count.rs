//! `count()`, `count(x)` and `countif(condition)`.

use crate::aggregate::{AnyAggregate, PlannerAggregate};
use crate::binder::Binder;
use crate::expr::call::Arg;
use crate::expr::{Bound, Cx};
use crate::udaf::aggregate_expr;
use datafusion::functions_aggregate::count::count_udaf;
use datafusion::logical_expr::{Expr, lit};
use diagnostics::Span;
use kql_functions::KqlType;
use kql_syntax::ast::Name;

pub(crate) static AGGREGATE: AnyAggregate =
    AnyAggregate::One(PlannerAggregate { names: &["count"], conditional: &["countif"], bind });

/// The number of rows, of those that pass the filter if there is one.
pub(crate) fn count(filter: Option<Expr>) -> Expr {
    aggregate_expr(count_udaf(), vec![lit(1i64)], filter)
}

fn bind(
    b: &mut Binder<'_>,
    name: &Name,
    args: Vec<Arg>,
    filter: Option<Expr>,
    _span: Span,
    cx: &mut Cx<'_>,
) -> Option<Bound> {
    // `count(x)` counts rows too, null or not.
    if let Some(extra) = args.get(1) {
        let message = format!("`{}` takes no such argument", name.text);
        return b.error_help("argument-count", extra.span, message, "`countif(condition)` counts some of the rows");
    }
    let mut bound = b.add_aggregate(count(filter), KqlType::Long, "count_", cx);
    bound.nullable = false;
    Some(bound)
}
