use super::{AFTER_PIPE, OperatorSyntax};
use crate::ast::OperatorKind;

/// `take n`; `limit n` is the same.
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["limit", "take"],
    parse: |p, _| {
        p.settings(&[])?;
        Ok(OperatorKind::Take(p.expr()?))
    },
    ..AFTER_PIPE
};
