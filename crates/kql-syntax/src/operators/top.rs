use crate::ast::OperatorKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};

/// `top n by expr [asc|desc] [nulls first|last]`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["top"],
    parse: |p, _| {
        p.settings(&[])?;
        let count = p.expr()?;
        p.expect_word("by")?;
        Ok(OperatorKind::Top { count, by: p.order_key()? })
    },
    ..AFTER_PIPE
};
