use crate::ast::OperatorKind;
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `summarize [hints] [name = aggregate, …] [by key, …]`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax { keywords: &["summarize"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    let options = p.settings(&[])?;
    let none = matches!(p.kind(), TokenKind::Pipe | TokenKind::Semicolon | TokenKind::End)
        || p.kind().is_closer()
        || p.at_word("by");
    let aggregates = if none { Vec::new() } else { p.assignments()? };
    Ok(OperatorKind::Summarize { aggregates, by: p.by_assignments()?, options })
}
