//! `extend name = expression, …`: new columns come last, existing names are replaced where they stand.

use crate::binder::Binder;
use crate::expr::{Cx, Made};
use crate::operator::Operator;
use crate::relation::{Col, Relation, unique};
use kql_syntax::ast::{self, Assignment, Name, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["extend"], starts: false, row_local: true, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Extend(assignments) = &op.kind else { return input };
    extend(b, input?, assignments, op.span)
}

/// Shared with `serialize`.
pub(crate) fn extend(
    b: &mut Binder<'_>,
    relation: Relation,
    assignments: &[Assignment],
    span: diagnostics::Span,
) -> Option<Relation> {
    let mut cx = Cx::with_windows(&relation);
    let values: Vec<_> = assignments.iter().flat_map(|a| b.assigned(a, &mut cx)).collect();
    written_once(b, values.iter().filter_map(|made| made.name));
    let windows = cx.windows.unwrap_or_default();
    let serialized = relation.serialized;
    let mut relation = b.apply_windows(relation, windows, span)?;
    let mut new = Vec::new();
    let mut columns = relation.columns.clone();
    let mut numbered = 0;
    for Made { name, bound } in values {
        let explicit = name.map(|n| n.text.clone());
        let auto = explicit.is_none();
        let base = explicit.or_else(|| bound.as_ref().and_then(|b| b.name.clone())).unwrap_or_else(|| {
            numbered += 1;
            format!("Column{numbered}")
        });
        // `extend a` of a column that is there already changes nothing.
        let same = bound.as_ref().is_some_and(|v| {
            auto && v.physical.is_some()
                && columns.iter().any(|c| c.name == base && Some(&c.physical) == v.physical.as_ref())
        });
        if same {
            continue;
        }
        let name = if auto { unique(&base, |n| columns.iter().any(|c| c.name == n)) } else { base };
        let column = match bound {
            Some(bound) => {
                b.note_now(bound.now);
                let physical = match bound.physical {
                    Some(physical) => physical,
                    None => {
                        let physical = b.fresh(&name);
                        new.push((physical.clone(), bound.expr));
                        physical
                    }
                };
                Col { name, ty: bound.ty, physical, nullable: bound.nullable, poisoned: false }
            }
            None => poisoned(b, name),
        };
        match columns.iter_mut().find(|c| c.name == column.name) {
            Some(existing) => *existing = column,
            None => columns.push(column),
        }
    }
    relation = b.add_columns(relation, new, span)?;
    relation.columns = columns;
    relation.serialized = serialized;
    relation.constant = None;
    relation.prune_hidden();
    Some(relation)
}

/// Reports names that one operator gives twice.
pub(crate) fn written_once<'n>(b: &mut Binder<'_>, names: impl Iterator<Item = &'n Name>) {
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        if seen.contains(&name.text.as_str()) {
            b.error::<()>("duplicate-column", name.span, format!("the column `{}` is made twice here", name.text));
        }
        seen.push(&name.text);
    }
}

/// A column whose expression had an error; nothing more is said about it.
pub(crate) fn poisoned(b: &mut Binder<'_>, name: String) -> Col {
    let physical = b.fresh(&name);
    Col { name, ty: kql_functions::KqlType::Dynamic, physical, nullable: true, poisoned: true }
}
