//! `take n`, `limit n`: the first rows.

use super::Operator;
use crate::binder::Binder;
use crate::expr::window::window_call;
use crate::relation::{Relation, col};
use datafusion::functions_window::row_number::row_number_udwf;
use datafusion::logical_expr::{Limit, LogicalPlan, WindowFunctionDefinition, lit};
use kql_syntax::ast::{self, OperatorKind};
use std::sync::Arc;

pub(super) static OPERATOR: Operator = Operator { keywords: &["take"], starts: false, row_local: false, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Take(count) = &op.kind else { return input };
    let relation = input?;
    match b.count(count, "the number of rows") {
        Some(count) if relation.group.is_some() => limit_within(b, relation, count, op.span),
        Some(count) => Some(limit(relation, count)),
        None => Some(relation),
    }
}

/// The first `count` rows.
pub(crate) fn limit(mut relation: Relation, count: usize) -> Relation {
    let fetch = Some(Box::new(lit(i64::try_from(count).unwrap_or(i64::MAX))));
    let plan = LogicalPlan::Limit(Limit { skip: None, fetch, input: Arc::clone(&relation.plan) });
    relation.set_plan(plan, 1);
    relation
}

/// The first `count` rows of each row around; see `mv-apply`.
pub(super) fn limit_within(
    b: &mut Binder<'_>,
    relation: Relation,
    count: usize,
    span: diagnostics::Span,
) -> Option<Relation> {
    let row = relation.group.as_ref()?.row.clone();
    let number = b.fresh("number");
    let function = WindowFunctionDefinition::WindowUDF(row_number_udwf());
    let call = window_call(function, Vec::new(), vec![col(&row)]);
    let relation = b.apply_windows(relation, vec![(number.clone(), call)], span)?;
    let most = u64::try_from(count).unwrap_or(u64::MAX);
    b.filter(relation, col(&number).lt_eq(lit(most)), span)
}
