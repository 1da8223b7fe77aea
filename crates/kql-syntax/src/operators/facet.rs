use crate::ast::OperatorKind;
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `facet by a, b [with (pipeline)]`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax { keywords: &["facet"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    p.expect_word("by")?;
    let by = p.exprs()?;
    let with = if p.eat_word("with") {
        if !matches!(p.kind(), TokenKind::LeftParen | TokenKind::LeftBrace) {
            return Err(p.expected("`(` after `with`"));
        }
        Some(p.subquery()?)
    } else {
        None
    };
    Ok(OperatorKind::Facet { by, with })
}
