//! `top n by key`: the first rows in order of a key.

use super::sort::{sort_key, sorted};
use super::take::RowCount;
use crate::binder::Binder;
use crate::operator::Operator;
use crate::relation::Relation;
use kql_syntax::ast::{self, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["top"], starts: false, row_local: false, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Top { count, by } = &op.kind else { return input };
    top(b, input?, count, by, op.span)
}

/// The first rows in order of a key.
pub(crate) fn top(
    b: &mut Binder<'_>,
    relation: Relation,
    count: &ast::Expr,
    by: &ast::OrderKey,
    span: diagnostics::Span,
) -> Option<Relation> {
    let key = sort_key(b, &relation, by);
    let count = match b.row_count(count) {
        Some(RowCount::Known(count)) => Some(count),
        Some(RowCount::Unknown(_)) => {
            let relation = sorted(relation, key.into_iter().collect(), None);
            return super::take::take(b, relation, count, span);
        }
        None => None,
    };
    let (Some(count), Some(key)) = (count, key) else { return Some(relation) };
    if relation.group.is_some() {
        let relation = sorted(relation, vec![key], None);
        return super::take::limit_within(b, relation, count, span);
    }
    let relation = sorted(relation, vec![key], Some(count));
    // An order whose rows are limited must not be dropped as unneeded.
    Some(super::take::limit(relation, count))
}
