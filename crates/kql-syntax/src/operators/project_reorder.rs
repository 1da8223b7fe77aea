use crate::ast::{OperatorKind, ReorderOrder};
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::Parser;

/// `project-reorder a, b* asc, * granny-desc`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["project-reorder"],
    parse: |p, _| Ok(OperatorKind::ProjectReorder(p.list(|p| Ok((p.name_or_wildcard("a column")?, order(p))))?)),
    ..AFTER_PIPE
};

fn order(p: &mut Parser<'_>) -> ReorderOrder {
    if p.eat_hyphenated("granny-asc") {
        return ReorderOrder::GrannyAscending;
    }
    if p.eat_hyphenated("granny-desc") {
        return ReorderOrder::GrannyDescending;
    }
    match p.direction() {
        Some(true) => ReorderOrder::Ascending,
        Some(false) => ReorderOrder::Descending,
        None => ReorderOrder::AsWritten,
    }
}
