use super::{AFTER_PIPE, OperatorSyntax};
use crate::ast::OperatorKind;

/// `__executeAndCache`, of no effect on rows.
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["__executeAndCache", "execute-and-cache"],
    parse: |_, _| Ok(OperatorKind::ExecuteAndCache),
    ..AFTER_PIPE
};
