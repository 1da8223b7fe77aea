use crate::ast::OperatorKind;
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `evaluate [hints] plugin(args) [: (schema)]`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["evaluate"],
    // `evaluate` alone is a name.
    starts: Some(|p, tokens| p.peek(tokens).kind == TokenKind::Word || p.is_bracketed_name(tokens)),
    parse,
    ..AFTER_PIPE
};

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    let options = p.settings(&[])?;
    let plugin = p.name("a plugin's name")?;
    if !p.at(TokenKind::LeftParen) {
        return Err(p.expected("`(` after the plugin's name"));
    }
    let args = p.arguments()?;
    let schema = if p.eat(TokenKind::Colon) {
        if !p.at(TokenKind::LeftParen) {
            return Err(p.expected("`(` and the columns of the result"));
        }
        Some(p.type_spec()?)
    } else {
        None
    };
    Ok(OperatorKind::Evaluate { plugin, args, schema, options })
}
