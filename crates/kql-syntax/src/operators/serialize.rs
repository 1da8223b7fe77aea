use crate::ast::OperatorKind;
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `serialize [name = expr, …]`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax { keywords: &["serialize"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    p.settings(&[])?;
    let empty = matches!(p.kind(), TokenKind::Pipe | TokenKind::Semicolon | TokenKind::End) || p.kind().is_closer();
    Ok(OperatorKind::Serialize(if empty { Vec::new() } else { p.assignments()? }))
}
