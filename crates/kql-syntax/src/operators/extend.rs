use super::{AFTER_PIPE, OperatorSyntax};
use crate::ast::OperatorKind;

/// `extend name = expr, …`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["extend"],
    parse: |p, _| {
        p.settings(&[])?;
        Ok(OperatorKind::Extend(p.assignments()?))
    },
    ..AFTER_PIPE
};
