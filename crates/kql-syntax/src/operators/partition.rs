use crate::ast::OperatorKind;
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `partition [hints] by column (operators)`, and the older `partition by column { query }`.
pub(crate) static SYNTAX: OperatorSyntax =
    OperatorSyntax { keywords: &["__partitionby", "partition"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, keyword: &str) -> Parse<OperatorKind> {
    let options = p.settings(&["kind"])?;
    if keyword == "partition" {
        p.expect_word("by")?;
    }
    // A name before `(` would read as a call: the parentheses belong to the operator.
    let mut by = p.name_expr("a column")?;
    let start = by.span.start;
    while p.eat(TokenKind::Dot) {
        let member = Box::new(p.name_expr("a name after `.`")?);
        p.grow()?;
        by = crate::ast::Expr { kind: crate::ast::ExprKind::Path { base: Box::new(by), member }, span: p.since(start) };
    }
    let scope = if p.eat_word("in") || p.eat_word("id") { Some(p.operand(false)?) } else { None };
    if !matches!(p.kind(), TokenKind::LeftParen | TokenKind::LeftBrace) {
        return Err(p.expected("`(` and the operators for each partition"));
    }
    let body = Box::new(p.subquery()?);
    Ok(OperatorKind::Partition { by, scope, body, options })
}
