use crate::ast::OperatorKind;
use crate::operator::OperatorSyntax;
use crate::parser::{Parse, Parser};

/// `range name from a to b step s`; `range(…)` is a function.
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["range"],
    pipes: false,
    starts: Some(|p, tokens| {
        let length = p.name_length(tokens);
        length > 0 && p.is_word(tokens + length, "from")
    }),
    parse,
};

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    let name = p.name("a column's name")?;
    p.expect_word("from")?;
    let from = p.expr()?;
    p.expect_word("to")?;
    let to = p.expr()?;
    p.expect_word("step")?;
    Ok(OperatorKind::Range { name, from, to, step: p.expr()? })
}
