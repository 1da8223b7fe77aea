use crate::ast::OperatorKind;
use crate::lexer::TokenKind;
use crate::operator::{OperatorSyntax, always};
use crate::parser::{Parse, Parser};

/// `datatable (name: type, …) [value, …]`: rows without brackets of their own.
pub(crate) static SYNTAX: OperatorSyntax =
    OperatorSyntax { keywords: &["datatable"], pipes: false, starts: Some(always), parse };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    p.settings(&[])?;
    if !p.at(TokenKind::LeftParen) {
        return Err(p.expected("`(` and the columns of the table"));
    }
    let columns = p.column_list()?;
    p.with_properties()?;
    if !p.at(TokenKind::LeftBracket) {
        return Err(p.expected("`[` and the values of the table"));
    }
    let values = p.bracketed(|p| {
        let mut values = Vec::new();
        while !p.at(TokenKind::RightBracket) {
            values.push(p.expr()?);
            if !p.eat(TokenKind::Comma) {
                break;
            }
        }
        Ok(values)
    })?;
    Ok(OperatorKind::Datatable { columns, values })
}
