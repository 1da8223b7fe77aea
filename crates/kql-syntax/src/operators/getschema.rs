use super::{AFTER_PIPE, OperatorSyntax};
use crate::ast::OperatorKind;

/// `getschema [kind = csl]`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["getschema"],
    parse: |p, _| {
        p.settings(&["kind"])?;
        Ok(OperatorKind::GetSchema)
    },
    ..AFTER_PIPE
};
