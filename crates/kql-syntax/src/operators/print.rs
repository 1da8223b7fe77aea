use crate::ast::OperatorKind;
use crate::operator::{OperatorSyntax, always};

/// `print name = expr, …`: one row.
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["print"],
    pipes: false,
    starts: Some(always),
    parse: |p, _| Ok(OperatorKind::Print(p.assignments()?)),
};
