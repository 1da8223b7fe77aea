use crate::ast::OperatorKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::Parser;

/// `sort by expr [asc|desc] [nulls first|last], …`; `order by` is the same.
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["order", "sort"],
    parse: |p, _| {
        p.settings(&[])?;
        p.expect_word("by")?;
        Ok(OperatorKind::Sort(p.list(Parser::order_key)?))
    },
    ..AFTER_PIPE
};
