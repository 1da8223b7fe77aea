use crate::ast::OperatorKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};

/// `top-hitters n of expr [by expr]`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["top-hitters"],
    parse: |p, _| {
        let count = p.expr()?;
        p.expect_word("of")?;
        let of = p.expr()?;
        let by = if p.eat_word("by") { Some(p.expr()?) } else { None };
        Ok(OperatorKind::TopHitters { count, of, by })
    },
    ..AFTER_PIPE
};
