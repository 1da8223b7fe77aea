use crate::ast::OperatorKind;
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax, always};
use crate::parser::{Parse, Parser};

/// `macro-expand [isfuzzy = true] entities [as name] (statements)`
pub(crate) static SYNTAX: OperatorSyntax =
    OperatorSyntax { keywords: &["macro-expand"], starts: Some(always), parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    p.settings(&["isfuzzy", "kind"])?;
    // A name before `(` would read as a call: the parentheses belong to the operator.
    let entity = if p.peek(1).kind == TokenKind::LeftParen || p.is_word(1, "as") {
        p.name_expr("an entity group")?
    } else {
        p.operand(false)?
    };
    let scope = if p.eat_word("as") { Some(p.name("a name after `as`")?) } else { None };
    if !p.at(TokenKind::LeftParen) {
        return Err(p.expected("`(` and the statements to expand"));
    }
    let body = p.bracketed(Parser::block_statements)?;
    Ok(OperatorKind::MacroExpand { entity, scope, body })
}
