use crate::ast::OperatorKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};

/// `distinct a, b = expr` or `distinct *`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["distinct"],
    parse: |p, _| {
        p.settings(&[])?;
        Ok(OperatorKind::Distinct(p.assignments()?))
    },
    ..AFTER_PIPE
};
