//! `project-rename new = old, …`: columns keep their places.

use crate::binder::Binder;
use crate::operator::Operator;
use crate::relation::Relation;
use kql_syntax::ast::{self, ExprKind, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["project-rename"], starts: false, row_local: true, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::ProjectRename(assignments) = &op.kind else { return input };
    let mut relation = input?;
    let mut renames = Vec::new();
    for assignment in assignments {
        let (Some(new), ExprKind::Name(old)) = (assignment.names.first(), &assignment.value.kind) else {
            if !matches!(assignment.value.kind, ExprKind::Error) {
                b.error::<()>("not-a-column", assignment.span, "`new_name = old_name` is wanted here");
            }
            continue;
        };
        match b.column_ref(&relation, old) {
            Some(column) => renames.push((column.name, new)),
            None => relation.poisoned = true,
        }
    }
    let mut columns = relation.columns.clone();
    for (old, new) in renames {
        let taken = relation.columns.iter().any(|c| c.name == new.text) && old != new.text;
        let still = columns.iter().any(|c| c.name == new.text);
        if taken && still {
            b.error::<()>("duplicate-column", new.span, format!("there is a column `{}` already", new.text));
            continue;
        }
        let position = relation.columns.iter().position(|c| c.name == old);
        if let Some(column) = position.and_then(|p| columns.get_mut(p)) {
            column.name.clone_from(&new.text);
        }
    }
    relation.columns = columns;
    relation.prune_hidden();
    Some(relation)
}
