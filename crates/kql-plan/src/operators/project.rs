//! `project name, name = expression, …`: these columns in this order.

use super::extend::{poisoned, written_once};
use crate::binder::Binder;
use crate::expr::{Bound, Cx, Made};
use crate::operator::Operator;
use crate::relation::{Col, Relation, unique};
use kql_syntax::ast::{self, ExprKind, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["project"], starts: false, row_local: true, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Project(assignments) = &op.kind else { return input };
    let relation = input?;
    let mut values: Vec<(Option<String>, Option<Bound>)> = Vec::new();
    let mut cx = Cx::with_windows(&relation);
    let mut written = Vec::new();
    for assignment in assignments {
        if matches!(assignment.value.kind, ExprKind::Star) && assignment.names.is_empty() {
            let all = relation.columns.iter().filter(|c| !c.poisoned);
            values.extend(all.map(|c| (None, Some(crate::expr::name::column(&relation, c)))));
            continue;
        }
        let plain = match &assignment.value.kind {
            ExprKind::Name(name) => Some(name),
            _ => None,
        };
        written.extend(assignment.names.iter().chain(plain.filter(|_| assignment.names.is_empty())));
        for Made { name, bound } in b.assigned(assignment, &mut cx) {
            // A column that could not be bound keeps its name, so that later uses of it stay silent.
            let named = name.or(plain.filter(|_| bound.is_none())).map(|n| n.text.clone());
            values.push((named, bound));
        }
    }
    written_once(b, written.into_iter());
    let windows = cx.windows.unwrap_or_default();
    let (serialized, sorted, lineage) = (relation.serialized, relation.sorted, relation.lineage);
    let (hidden, time, constant) = (relation.hidden.clone(), relation.time.clone(), relation.constant.clone());
    let before = relation.columns.clone();
    let mut relation = b.apply_windows(relation, windows, op.span)?;
    let mut columns: Vec<Col> = Vec::new();
    let mut new = Vec::new();
    let mut numbered = 0;
    for (named, bound) in values {
        let base = named.or_else(|| bound.as_ref().and_then(|b| b.name.clone())).unwrap_or_else(|| {
            numbered += 1;
            format!("Column{numbered}")
        });
        let name = unique(&base, |n| columns.iter().any(|c| c.name == n));
        let Some(bound) = bound else {
            columns.push(poisoned(b, name));
            continue;
        };
        b.note_now(bound.now);
        let physical = match bound.physical {
            Some(physical) => physical,
            None => {
                let physical = b.fresh(&name);
                new.push((physical.clone(), bound.expr));
                physical
            }
        };
        columns.push(Col { name, ty: bound.ty, physical, nullable: bound.nullable, poisoned: false });
    }
    let only_columns = new.is_empty();
    relation = b.add_columns(relation, new, op.span)?;
    relation.constant = if only_columns { constant.and_then(|rows| picked(&rows, &before, &columns)) } else { None };
    relation.columns = columns;
    relation.hidden = hidden;
    relation.open = None;
    relation.time = time;
    // The other dialect's name of the time column goes along with it; aliases do not outlive a projection.
    relation.hidden.retain(|h| h.kind == crate::catalog::AliasKind::DialectTime);
    relation.prune_hidden();
    (relation.serialized, relation.sorted, relation.lineage) = (serialized, sorted, lineage);
    Some(relation)
}

type Rows = std::sync::Arc<Vec<Vec<kql_functions::OwnedValue>>>;

/// The cells of rows that are written in the query, for the columns that are left.
fn picked(rows: &Rows, before: &[Col], after: &[Col]) -> Option<Rows> {
    let positions: Option<Vec<usize>> =
        after.iter().map(|c| before.iter().position(|o| o.physical == c.physical)).collect();
    let positions = positions?;
    let pick = |row: &Vec<kql_functions::OwnedValue>| positions.iter().map(|p| row.get(*p).cloned()).collect();
    Some(std::sync::Arc::new(rows.iter().map(pick).collect::<Option<Vec<_>>>()?))
}
