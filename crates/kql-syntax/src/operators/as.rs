use crate::ast::OperatorKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};

/// `as [hint.materialized = true] name`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["as"],
    parse: |p, _| {
        let options = p.settings(&[])?;
        Ok(OperatorKind::As { name: p.name("a name after `as`")?, options })
    },
    ..AFTER_PIPE
};
