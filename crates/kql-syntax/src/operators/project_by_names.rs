use crate::ast::OperatorKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};

/// `project-by-names "a", dynamic(["b", "c*"])`; `project-smart` takes the same list.
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["project-by-names", "project-smart"],
    parse: |p, _| Ok(OperatorKind::ProjectByNames(p.list(|p| p.table())?)),
    ..AFTER_PIPE
};
