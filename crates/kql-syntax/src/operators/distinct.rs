use super::{AFTER_PIPE, OperatorSyntax};
use crate::ast::OperatorKind;

/// `distinct a, b = expr` or `distinct *`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["distinct"],
    parse: |p, _| {
        p.settings(&[])?;
        Ok(OperatorKind::Distinct(p.assignments()?))
    },
    ..AFTER_PIPE
};
