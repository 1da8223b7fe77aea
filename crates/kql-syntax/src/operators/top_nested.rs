use crate::ast::{OperatorKind, TopNestedLevel};
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `top-nested [n] of expr [with others = v] by aggregate [asc|desc], top-nested …`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax { keywords: &["top-nested"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    let mut levels = vec![level(p)?];
    while p.eat(TokenKind::Comma) {
        if !p.eat_hyphenated("top-nested") {
            return Err(p.expected("`top-nested`"));
        }
        levels.push(level(p)?);
    }
    Ok(OperatorKind::TopNested(levels))
}

fn level(p: &mut Parser<'_>) -> Parse<TopNestedLevel> {
    let count = if p.at_word("of") { None } else { Some(p.expr()?) };
    p.expect_word("of")?;
    let of = p.assignment()?;
    let others = if p.eat_word("with") {
        p.expect_word("others")?;
        p.expect(TokenKind::Assign)?;
        Some(p.expr()?)
    } else {
        None
    };
    p.expect_word("by")?;
    let by = p.assignment()?;
    Ok(TopNestedLevel { count, of, others, by, ascending: p.direction() })
}
