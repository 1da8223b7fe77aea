use crate::ast::{Expr, ExprKind, Literal, OperatorKind};
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `assert condition, message`; `assert-schema (a: string, …)` is an assertion whose condition is the schema.
pub(crate) static SYNTAX: OperatorSyntax =
    OperatorSyntax { keywords: &["assert", "assert-schema"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, keyword: &str) -> Parse<OperatorKind> {
    let start = p.start();
    if keyword == "assert-schema" {
        if !p.at(TokenKind::LeftParen) {
            return Err(p.expected("`(` and a list of columns"));
        }
        let condition = Expr { kind: ExprKind::Typeof(p.type_spec()?), span: p.since(start) };
        let text = Literal::String("the schema differs".to_owned());
        let message = Expr { kind: ExprKind::Literal(text), span: condition.span };
        return Ok(OperatorKind::Assert { condition, message });
    }
    let condition = p.expr()?;
    p.expect(TokenKind::Comma)?;
    Ok(OperatorKind::Assert { condition, message: p.expr()? })
}
