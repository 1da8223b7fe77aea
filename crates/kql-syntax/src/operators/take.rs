use crate::ast::OperatorKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};

/// `take n`; `limit n` is the same.
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["limit", "take"],
    parse: |p, _| {
        p.settings(&[])?;
        Ok(OperatorKind::Take(p.expr()?))
    },
    ..AFTER_PIPE
};
