//! `mv-apply x = d on (subquery)`: the subquery runs over the elements of each row by itself.
//!
//! The elements are expanded with the number of their row, which then takes part in every grouping of the subquery;
//! rows for which it gives nothing vanish.

use super::Operator;
use super::mv_expand::{Form, expand};
use crate::binder::Binder;
use crate::expr::window::window_call;
use crate::relation::{Col, Group, Relation};
use datafusion::functions_window::row_number::row_number_udwf;
use datafusion::logical_expr::WindowFunctionDefinition;
use kql_syntax::ast::{self, ExprKind, OperatorKind};
use std::sync::Arc;

pub(super) static OPERATOR: Operator = Operator { keywords: &["mv-apply"], starts: false, row_local: true, bind };

/// Operators that know how to work within each row.
const WITHIN: &[&str] = &[
    "where",
    "extend",
    "project",
    "project-away",
    "project-keep",
    "project-rename",
    "project-reorder",
    "summarize",
    "distinct",
    "sort",
    "top",
    "take",
    "count",
    "mv-expand",
    "parse",
    "parse-where",
];

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::MvApply { columns, limit, item_index, on } = &op.kind else { return input };
    let relation = input?;
    if relation.group.is_some() {
        return b.unsupported("mv-apply inside mv-apply", op.span);
    }
    let row = b.fresh("row");
    let number = window_call(WindowFunctionDefinition::WindowUDF(row_number_udwf()), Vec::new(), Vec::new());
    let outer = relation.columns.clone();
    let mut numbered = b.apply_windows(relation, vec![(row.clone(), number)], op.span)?;
    let carried: Vec<String> = outer.iter().filter(|c| !c.poisoned).map(|c| c.physical.clone()).collect();
    numbered.group = Some(Arc::new(Group { row, carried }));
    let form = Form { as_pairs: false, limit: limit.as_ref(), index: item_index.as_ref().map(|n| n.text.clone()) };
    let (mut inner, _) = expand(b, numbered, columns, &form, op.span)?;
    let mut body = on.as_ref();
    while let ExprKind::Paren(nested) = &body.kind {
        body = nested;
    }
    let ExprKind::Pipeline { source: None, operators } = &body.kind else {
        return b.unsupported("a subquery of mv-apply that starts with a table", on.span);
    };
    for operator in operators {
        let keyword = operator.kind.keyword();
        if !WITHIN.contains(&keyword) {
            return b.unsupported(&format!("{keyword} inside mv-apply"), operator.span);
        }
        let found = super::find(keyword)?;
        inner = (found.bind)(b, Some(inner), operator)?;
    }
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
    inner.group = None;
    inner.name = None;
    (inner.serialized, inner.sorted) = (false, false);
    inner.scope = b.fresh_scope();
    inner.prune_hidden();
    Some(inner)
}
