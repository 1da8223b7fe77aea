//! `partition by column (subquery)`: the subquery runs over the rows of each of its values by themselves. The
//! strategies of `hint.strategy` differ in speed only.

use crate::binder::Binder;
use crate::expr::Cx;
use crate::operator::{Operator, subquery};
use crate::relation::{Group, Relation};
use kql_syntax::ast::{self, OperatorKind};
use std::sync::Arc;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["partition"], starts: false, row_local: false, within: false, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Partition { by, scope, body, .. } = &op.kind else { return input };
    let relation = input?;
    if let Some(scope) = scope {
        return b.unsupported("the older form of partition", scope.span);
    }
    let key = b.scalar(by, &mut Cx::row(&relation))?;
    b.check_key(key.ty, by.span, "the key of `partition`")?;
    b.note_now(key.now);
    // A column of its own, so that the subquery may change or drop the key.
    let row = b.fresh("partition");
    let mut relation = b.add_columns(relation, vec![(row.clone(), key.expr)], op.span)?;
    relation.group = Some(Arc::new(Group { row, carried: Vec::new() }));
    let mut result = subquery(b, relation, body)?;
    result.group = None;
    result.name = None;
    (result.serialized, result.sorted) = (false, false);
    result.scope = b.fresh_scope();
    Some(result)
}
