use crate::ast::OperatorKind;
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `project a, b = expr`. Without a list, no column is left.
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax { keywords: &["project"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    p.settings(&[])?;
    let empty = matches!(p.kind(), TokenKind::Pipe | TokenKind::Semicolon | TokenKind::End) || p.kind().is_closer();
    Ok(OperatorKind::Project(if empty { Vec::new() } else { p.assignments()? }))
}
