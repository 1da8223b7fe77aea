use crate::ast::OperatorKind;
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `fork [name =] (pipeline) …`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax { keywords: &["fork"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    p.settings(&[])?;
    let mut branches = Vec::new();
    while p.at(TokenKind::LeftParen) || p.is_name_then(TokenKind::Assign) {
        let name = if p.at(TokenKind::LeftParen) {
            None
        } else {
            let name = p.name("a branch's name")?;
            p.bump();
            Some(name)
        };
        if !p.at(TokenKind::LeftParen) {
            return Err(p.expected("`(` and the branch's operators"));
        }
        branches.push((name, p.subquery()?));
        if p.at(TokenKind::Comma) && p.peek(1).kind == TokenKind::LeftParen {
            p.bump();
        }
    }
    if branches.is_empty() {
        return Err(p.expected("`(` and a branch's operators"));
    }
    Ok(OperatorKind::Fork(branches))
}
