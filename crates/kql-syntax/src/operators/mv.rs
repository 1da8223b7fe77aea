use crate::ast::{Expr, ExprKind, MvColumn, Name, OperatorKind, Setting};
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `mv-expand [settings] a, b = expr to typeof(T) [limit n]`, `mv-apply … on (pipeline)`.
///
/// `mvexpand` and `mvapply` are the older spellings; the former has another default limit, which `options` tells by
/// a setting `legacy = mvexpand`.
pub(crate) static SYNTAX: OperatorSyntax =
    OperatorSyntax { keywords: &["mv-apply", "mv-expand", "mvapply", "mvexpand"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, keyword: &str) -> Parse<OperatorKind> {
    let keyword_end = p.since(0).end;
    let mut options = p.settings(&["bagexpansion", "kind", "with_itemindex"])?;
    let columns = p.list(column)?;
    let limit = if p.eat_word("limit") { Some(p.expr()?) } else { None };
    if matches!(keyword, "mv-apply" | "mvapply") {
        if p.eat_word("id") {
            p.expr()?;
        }
        p.expect_word("on")?;
        if !matches!(p.kind(), TokenKind::LeftParen | TokenKind::LeftBrace) {
            return Err(p.expected("`(` and the operators to apply"));
        }
        let on = Box::new(p.subquery()?);
        let item_index = options.into_iter().filter(|s| s.name.text == "with_itemindex").find_map(|s| named(s.value));
        return Ok(OperatorKind::MvApply { columns, limit, item_index, on });
    }
    if keyword == "mvexpand" {
        let span = diagnostics::Span::new(keyword_end - keyword.len(), keyword_end);
        let name = |text: &str| Name { text: text.to_owned(), span };
        let value = Expr { kind: ExprKind::Name(name("mvexpand")), span };
        options.push(Setting { name: name("legacy"), value });
    }
    Ok(OperatorKind::MvExpand { columns, limit, options })
}

fn named(value: Expr) -> Option<Name> {
    match value.kind {
        ExprKind::Name(name) => Some(name),
        _ => None,
    }
}

fn column(p: &mut Parser<'_>) -> Parse<MvColumn> {
    let name = if p.is_name_then(TokenKind::Assign) {
        let name = p.name("a column's name")?;
        p.bump();
        Some(name)
    } else {
        None
    };
    let value = p.expr()?;
    Ok(MvColumn { name, value, ty: p.typeof_target()? })
}
