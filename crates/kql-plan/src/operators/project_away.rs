//! `project-away a, b*`: all columns but these.

use crate::binder::Binder;
use crate::operator::Operator;
use crate::relation::{Col, Relation};
use kql_syntax::ast::{self, Expr, ExprKind, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["project-away"], starts: false, row_local: true, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::ProjectAway(patterns) = &op.kind else { return input };
    let mut relation = input?;
    let gone: Vec<Col> = patterns.iter().flat_map(|p| named_columns(b, &relation, p)).collect();
    relation.columns.retain(|c| !gone.iter().any(|g| g.name == c.name));
    relation.constant = None;
    relation.prune_hidden();
    Some(relation)
}

/// The columns that a name or a pattern with `*` means.
pub(crate) fn named_columns(b: &mut Binder<'_>, relation: &Relation, pattern: &Expr) -> Vec<Col> {
    match &pattern.kind {
        // Columns that only the rows tell: what is not there need not be dropped.
        ExprKind::Name(name) if relation.may_have(&name.text) && !relation.has_name(&name.text) => Vec::new(),
        ExprKind::Name(name) => b.column_ref(relation, name).into_iter().collect(),
        ExprKind::Wildcard(name) => {
            relation.columns.iter().filter(|c| matches_wildcard(&name.text, &c.name)).cloned().collect()
        }
        ExprKind::Star => relation.columns.clone(),
        ExprKind::Paren(inner) => named_columns(b, relation, inner),
        ExprKind::Error => Vec::new(),
        _ => {
            b.error::<()>("not-a-column", pattern.span, "a column's name is wanted here");
            Vec::new()
        }
    }
}

/// Whether a name fits a pattern in which `*` stands for any text.
pub(crate) fn matches_wildcard(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or(""),
            None => return false,
        }
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches_wildcard;

    #[test]
    fn wildcards() {
        let check = |pattern, name, expect| assert_eq!(matches_wildcard(pattern, name), expect, "{pattern} {name}");
        check("Device*", "DeviceName", true);
        check("*Name", "DeviceName", true);
        check("D*e*e", "DeviceName", true);
        check("*", "", true);
        check("a", "a", true);
        check("a", "ab", false);
        check("ab*b", "ab", false);
        check("*x*", "abc", false);
    }
}
