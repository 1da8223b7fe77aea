//! `take n`, `limit n`: the first rows.

use super::Operator;
use crate::binder::Binder;
use crate::relation::Relation;
use datafusion::logical_expr::{Limit, LogicalPlan, lit};
use kql_syntax::ast::{self, OperatorKind};
use std::sync::Arc;

pub(super) static OPERATOR: Operator = Operator { keywords: &["take"], starts: false, row_local: false, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Take(count) = &op.kind else { return input };
    let relation = input?;
    match b.count(count, "the number of rows") {
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
