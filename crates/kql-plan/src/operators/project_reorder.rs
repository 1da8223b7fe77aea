//! `project-reorder a, b* asc, …`: these columns first, the others after them.

use super::project_away::named_columns;
use crate::binder::Binder;
use crate::operator::Operator;
use crate::relation::{Col, Relation};
use kql_syntax::ast::{self, OperatorKind, ReorderOrder};
use std::cmp::Ordering;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["project-reorder"], starts: false, row_local: true, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::ProjectReorder(items) = &op.kind else { return input };
    let mut relation = input?;
    let mut first: Vec<Col> = Vec::new();
    for (pattern, order) in items {
        let mut columns = named_columns(b, &relation, pattern);
        match order {
            ReorderOrder::AsWritten => {}
            ReorderOrder::Ascending => columns.sort_by(|x, y| x.name.cmp(&y.name)),
            ReorderOrder::Descending => columns.sort_by(|x, y| y.name.cmp(&x.name)),
            ReorderOrder::GrannyAscending => columns.sort_by(|x, y| granny(&x.name, &y.name)),
            ReorderOrder::GrannyDescending => columns.sort_by(|x, y| granny(&y.name, &x.name)),
        }
        for column in columns {
            if !first.iter().any(|c| c.name == column.name) {
                first.push(column);
            }
        }
    }
    let rest: Vec<Col> = relation.columns.iter().filter(|c| !first.iter().any(|f| f.name == c.name)).cloned().collect();
    first.extend(rest);
    relation.columns = first;
    relation.constant = None;
    Some(relation)
}

/// Compares as people do: `a2` before `a10`.
fn granny(x: &str, y: &str) -> Ordering {
    let (mut x, mut y) = (x, y);
    while let (Some(a), Some(b)) = (x.chars().next(), y.chars().next()) {
        if a.is_ascii_digit() && b.is_ascii_digit() {
            let (m, n) = (digits(x), digits(y));
            let (p, q) = (m.trim_start_matches('0'), n.trim_start_matches('0'));
            let order = p.len().cmp(&q.len()).then_with(|| p.cmp(q));
            if order != Ordering::Equal {
                return order;
            }
            (x, y) = (x.get(m.len()..).unwrap_or(""), y.get(n.len()..).unwrap_or(""));
        } else if a == b {
            (x, y) = (x.get(a.len_utf8()..).unwrap_or(""), y.get(b.len_utf8()..).unwrap_or(""));
        } else {
            return a.cmp(&b);
        }
    }
    x.len().cmp(&y.len())
}

fn digits(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::granny;

    #[test]
    fn numbers_count() {
        let mut names = ["a20", "a100", "a3", "b1", "a"];
        names.sort_by(|x, y| granny(x, y));
        assert_eq!(names, ["a", "a3", "a20", "a100", "b1"]);
    }
}
