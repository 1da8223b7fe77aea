use crate::ast::OperatorKind;
use crate::lexer::TokenKind;
use crate::operator::{OperatorSyntax, always};
use crate::parser::{Parse, Parser};

/// `externaldata (name: type, …) [address, …] [with (name = value, …)]`
pub(crate) static SYNTAX: OperatorSyntax =
    OperatorSyntax { keywords: &["externaldata", "external_data"], pipes: false, starts: Some(always), parse };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    p.settings(&[])?;
    if !p.at(TokenKind::LeftParen) {
        return Err(p.expected("`(` and the columns of the data"));
    }
    let columns = p.column_list()?;
    let mut options = p.with_properties()?;
    if !p.at(TokenKind::LeftBracket) {
        return Err(p.expected("`[` and the addresses of the data"));
    }
    let addresses = p.bracketed(|p| p.exprs())?;
    options.extend(p.with_properties()?);
    Ok(OperatorKind::ExternalData { columns, addresses, options })
}
