//! `serialize [name = window function, …]`: the rows keep the order they have.

use super::extend::extend;
use crate::binder::Binder;
use crate::operator::Operator;
use crate::relation::Relation;
use kql_syntax::ast::{self, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["serialize"], starts: false, row_local: false, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Serialize(assignments) = &op.kind else { return input };
    let mut relation = input?;
    relation.serialized = true;
    if assignments.is_empty() { Some(relation) } else { extend(b, relation, assignments, op.span) }
}
