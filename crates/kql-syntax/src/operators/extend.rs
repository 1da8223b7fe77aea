use crate::ast::OperatorKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};

/// `extend name = expr, …`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["extend"],
    parse: |p, _| {
        p.settings(&[])?;
        Ok(OperatorKind::Extend(p.assignments()?))
    },
    ..AFTER_PIPE
};
