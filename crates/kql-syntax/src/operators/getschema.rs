use crate::ast::OperatorKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};

/// `getschema [kind = csl]`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["getschema"],
    parse: |p, _| {
        p.settings(&["kind"])?;
        Ok(OperatorKind::GetSchema)
    },
    ..AFTER_PIPE
};
