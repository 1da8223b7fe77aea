use crate::ast::{Expr, ExprKind, Name, OperatorKind, Setting};
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `render chart [with (name = value, …)]`; older forms have the properties without `with`, or `by column`.
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax { keywords: &["render"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    let bare = p.at_word("with") || p.at_word("by") || p.is_name_then(TokenKind::Assign);
    let chart = if p.at(TokenKind::Word) && !bare { Some(p.name("a chart")?) } else { None };
    let mut options = p.open_settings()?;
    options.extend(p.with_properties()?);
    let start = p.start();
    if p.eat_word("by") {
        let name = Name { text: "by".to_owned(), span: p.since(start) };
        let columns = p.exprs()?;
        let value = Expr { kind: ExprKind::List(columns), span: p.since(start) };
        options.push(Setting { name, value });
    }
    Ok(OperatorKind::Render { chart, options })
}
