//! `mv-apply x = d on (subquery)`: the subquery runs over the elements of each row by itself.
//!
//! The elements are expanded with the number of their row, which then takes part in every grouping of the subquery;
//! rows for which it gives nothing vanish.

use super::mv_expand::{Form, expand};
use crate::binder::Binder;
use crate::expr::window::window_call;
use crate::operator::Operator;
use crate::relation::{Col, Group, LINEAGE, Relation};
use datafusion::functions_window::row_number::row_number_udwf;
use datafusion::logical_expr::WindowFunctionDefinition;
use kql_syntax::ast::{self, OperatorKind};
use std::sync::Arc;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["mv-apply"], starts: false, row_local: true, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::MvApply { columns, limit, item_index, on } = &op.kind else { return input };
    let relation = input?;
    let row = b.fresh("row");
    let number = window_call(WindowFunctionDefinition::WindowUDF(row_number_udwf()), Vec::new(), Vec::new(), None);
    let outer = relation.columns.clone();
    let mut numbered = b.apply_windows(relation, vec![(row.clone(), number)], op.span)?;
    // The number alone tells rows apart, also inside another `mv-apply`, whose columns come along.
    let around = numbered.group.clone();
    let carried: Vec<String> = numbered.live().into_iter().filter(|c| c != LINEAGE).collect();
    numbered.group = Some(Arc::new(Group { row, carried }));
    let form = Form { as_pairs: false, limit: limit.as_ref(), index: item_index.as_ref().map(|n| n.text.clone()) };
    let (inner, _) = expand(b, numbered, columns, &form, op.span)?;
    let mut inner = crate::operator::subquery(b, inner, on)?;
    // The row's own columns first; those that the subquery made or changed after them.
    let same = |c: &Col| inner.columns.iter().find(|i| i.name == c.name);
    let mut result: Vec<Col> =
        outer.iter().filter(|c| same(c).is_none_or(|i| i.physical == c.physical)).cloned().collect();
    let made: Vec<Col> = inner
        .columns
        .iter()
        .filter(|c| !result.iter().any(|r| r.name == c.name && r.physical == c.physical))
        .cloned()
        .collect();
    result.extend(made);
    inner.columns = result;
    inner.group = around;
    inner.name = None;
    (inner.serialized, inner.sorted) = (false, false);
    inner.scope = b.fresh_scope();
    inner.prune_hidden();
    Some(inner)
}
