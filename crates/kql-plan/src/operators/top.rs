//! `top n by key`: the first rows in order of a key.

use super::Operator;
use super::sort::{sort_key, sorted};
use crate::binder::Binder;
use crate::relation::Relation;
use kql_syntax::ast::{self, OperatorKind};

pub(super) static OPERATOR: Operator = Operator { keywords: &["top"], starts: false, row_local: false, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Top { count, by } = &op.kind else { return input };
    let relation = input?;
    let count = b.count(count, "the number of rows");
    let key = sort_key(b, &relation, by);
    let (Some(count), Some(key)) = (count, key) else { return Some(relation) };
    if relation.group.is_some() {
        let relation = sorted(relation, vec![key], None);
        return super::take::limit_within(b, relation, count, op.span);
    }
    let relation = sorted(relation, vec![key], Some(count));
    // An order whose rows are limited must not be dropped as unneeded.
    Some(super::take::limit(relation, count))
}
