use crate::ast::OperatorKind;
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `reduce [kind = k] by expr [with threshold = t, characters = c]`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax { keywords: &["reduce"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    let mut options = p.settings(&["kind"])?;
    p.expect_word("by")?;
    let by = p.expr()?;
    if p.at_word("with") && p.peek(1).kind == TokenKind::LeftParen {
        options.extend(p.with_properties()?);
    } else if p.eat_word("with") {
        options.extend(p.open_settings()?);
    }
    Ok(OperatorKind::Reduce { by, options })
}
