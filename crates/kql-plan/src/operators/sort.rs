//! `sort by key [asc|desc] [nulls first|last], …`: descending unless said otherwise, nulls least of all.

use crate::binder::Binder;
use crate::expr::Cx;
use crate::operator::Operator;
use crate::relation::Relation;
use datafusion::common::ScalarValue;
use datafusion::logical_expr::{Case, Expr, LogicalPlan, Sort, SortExpr};
use kql_functions::KqlType;
use kql_syntax::ast::{self, OperatorKind, OrderKey};
use std::sync::Arc;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["sort"], starts: false, row_local: true, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Sort(keys) = &op.kind else { return input };
    let relation = input?;
    let keys: Vec<Option<SortExpr>> = keys.iter().map(|key| sort_key(b, &relation, key)).collect();
    let keys: Vec<SortExpr> = keys.into_iter().flatten().collect();
    Some(sorted(relation, keys, None))
}

/// The relation in order of its keys; at most `fetch` rows of it.
pub(crate) fn sorted(mut relation: Relation, keys: Vec<SortExpr>, fetch: Option<usize>) -> Relation {
    if !keys.is_empty() {
        let plan = LogicalPlan::Sort(Sort { expr: keys, input: Arc::clone(&relation.plan), fetch });
        relation.set_plan(plan, 1);
    }
    relation.serialized = true;
    relation.sorted = true;
    relation
}

pub(crate) fn sort_key(b: &mut Binder<'_>, relation: &Relation, key: &OrderKey) -> Option<SortExpr> {
    let bound = b.scalar(&key.expr, &mut Cx::row(relation))?;
    b.check_key(bound.ty, key.expr.span, "a sort key")?;
    b.note_now(bound.now);
    let ascending = key.ascending.unwrap_or(false);
    let nulls_first = key.nulls_first.unwrap_or(ascending);
    let expr = if bound.ty == KqlType::Real { nan_as_null(bound.expr) } else { bound.expr };
    Some(SortExpr::new(expr, ascending, nulls_first))
}

/// NaN sorts with the nulls.
fn nan_as_null(expr: Expr) -> Expr {
    let nan = datafusion::functions::math::isnan().call(vec![expr.clone()]);
    let null = Expr::Literal(ScalarValue::Float64(None), None);
    Expr::Case(Case::new(None, vec![(Box::new(nan), Box::new(null))], Some(Box::new(expr))))
}
