use crate::ast::{ExprKind, OperatorKind, ParseKind, ParsePart, Setting};
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};
use diagnostics::Diagnostic;

/// `parse [kind = k [flags = f]] expr with [*] "text" column[: type] …`; `parse-where` drops rows that do not match.
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax { keywords: &["parse", "parse-where"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, keyword: &str) -> Parse<OperatorKind> {
    let (mut kind, mut flags) = (ParseKind::Simple, None);
    for setting in p.settings(&["flags", "kind"])? {
        if setting.name.text == "flags" {
            flags = Some(text_of_value(p, &setting));
        } else {
            kind = parse_kind(p, &setting);
        }
    }
    let expr = p.expr()?;
    p.expect_word("with")?;
    let mut parts = Vec::new();
    while let Some(part) = part(p)? {
        parts.push(part);
    }
    if parts.is_empty() {
        return Err(p.expected("a pattern: `*`, strings and columns"));
    }
    Ok(OperatorKind::Parse { kind, flags, expr, parts, required: keyword == "parse-where" })
}

fn text_of_value(p: &Parser<'_>, setting: &Setting) -> String {
    match &setting.value.kind {
        ExprKind::Name(name) => name.text.clone(),
        ExprKind::Literal(crate::ast::Literal::String(text)) => text.clone(),
        _ => p.text_of(setting.value.span).to_owned(),
    }
}

fn parse_kind(p: &mut Parser<'_>, setting: &Setting) -> ParseKind {
    let word = text_of_value(p, setting);
    match word.as_str() {
        "simple" => ParseKind::Simple,
        "regex" => ParseKind::Regex,
        "relaxed" => ParseKind::Relaxed,
        _ => {
            p.report(
                Diagnostic::error("syntax", format!("there is no parse kind `{word}`"))
                    .at(setting.value.span, "not a kind")
                    .help("the kinds are `simple`, `regex` and `relaxed`"),
            );
            ParseKind::Simple
        }
    }
}

fn part(p: &mut Parser<'_>) -> Parse<Option<ParsePart>> {
    Ok(match p.kind() {
        TokenKind::Star => {
            p.bump();
            Some(ParsePart::Skip)
        }
        TokenKind::String => {
            let (text, span) = p.string()?;
            Some(ParsePart::Text { text, span })
        }
        TokenKind::Word | TokenKind::LeftBracket => {
            let name = p.name("a column's name")?;
            let ty = if p.eat(TokenKind::Colon) { Some(p.type_name()?) } else { None };
            Some(ParsePart::Column { name, ty })
        }
        _ => None,
    })
}
