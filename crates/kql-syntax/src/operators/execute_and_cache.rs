use crate::ast::OperatorKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};

/// `__executeAndCache`, of no effect on rows.
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["__executeAndCache", "execute-and-cache"],
    parse: |_, _| Ok(OperatorKind::ExecuteAndCache),
    ..AFTER_PIPE
};
