use crate::ast::OperatorKind;
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `parse-kv expr as (name: type, …) [with (name = value, …)]`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax { keywords: &["parse-kv"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    let expr = p.expr()?;
    p.expect_word("as")?;
    if !p.at(TokenKind::LeftParen) {
        return Err(p.expected("`(` and the keys to extract"));
    }
    let columns = p.column_list()?;
    Ok(OperatorKind::ParseKv { expr, columns, options: p.with_properties()? })
}
