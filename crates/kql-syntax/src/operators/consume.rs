use crate::ast::OperatorKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};

/// `consume [decodeblocks = true]`: the rows are read and dropped.
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["consume"],
    parse: |p, _| {
        p.settings(&["decodeblocks"])?;
        Ok(OperatorKind::Consume)
    },
    ..AFTER_PIPE
};
