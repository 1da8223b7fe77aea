use crate::ast::{Expr, ExprKind, JoinKind, OperatorKind, Setting};
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};
use diagnostics::Diagnostic;

/// `join [kind = k] [hints] table [on keys]`, and `lookup` likewise.
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax { keywords: &["join", "lookup"], parse, ..AFTER_PIPE };

const KINDS: &[(&str, JoinKind)] = &[
    ("anti", JoinKind::LeftAnti),
    ("fullouter", JoinKind::FullOuter),
    ("inner", JoinKind::Inner),
    ("innerunique", JoinKind::InnerUnique),
    ("leftanti", JoinKind::LeftAnti),
    ("leftantisemi", JoinKind::LeftAnti),
    ("leftouter", JoinKind::LeftOuter),
    ("leftsemi", JoinKind::LeftSemi),
    ("rightanti", JoinKind::RightAnti),
    ("rightantisemi", JoinKind::RightAnti),
    ("rightouter", JoinKind::RightOuter),
    ("rightsemi", JoinKind::RightSemi),
];

fn parse(p: &mut Parser<'_>, keyword: &str) -> Parse<OperatorKind> {
    let mut options = p.settings(&["kind"])?;
    let kind = join_kind(p, keyword, &mut options);
    let right = p.table()?;
    options.extend(p.settings(&[])?);
    let on = if p.eat_word("on") || p.eat_word("where") { p.exprs()? } else { Vec::new() };
    Ok(if keyword == "lookup" {
        OperatorKind::Lookup { kind, right, on, options }
    } else {
        OperatorKind::Join { kind, right, on, options }
    })
}

/// Takes the `kind` out of the settings.
fn join_kind(p: &mut Parser<'_>, keyword: &str, options: &mut Vec<Setting>) -> Option<JoinKind> {
    let at = options.iter().position(|setting| setting.name.text == "kind")?;
    let Setting { value: Expr { kind, span }, .. } = options.remove(at);
    let word = match kind {
        ExprKind::Name(name) => name.text,
        _ => p.text_of(span).to_owned(),
    };
    let found = KINDS.iter().find(|(name, _)| *name == word).map(|(_, kind)| *kind);
    let fits = |kind: &JoinKind| keyword == "join" || matches!(kind, JoinKind::LeftOuter | JoinKind::Inner);
    if let Some(kind) = found.filter(fits) {
        return Some(kind);
    }
    let lower = word.to_ascii_lowercase();
    let near = KINDS
        .iter()
        .filter(|(_, kind)| fits(kind))
        .find(|(name, _)| *name == lower || *name == format!("{lower}outer"));
    let help = match near {
        Some((name, _)) => format!("did you mean `{name}`?"),
        None if keyword == "lookup" => "the kinds of `lookup` are `leftouter` and `inner`".to_owned(),
        None => {
            "the kinds are `innerunique`, `inner`, `leftouter`, `rightouter`, `fullouter`, `leftanti`, `rightanti`, \
                 `leftsemi` and `rightsemi`"
                .to_owned()
        }
    };
    p.report(
        Diagnostic::error("syntax", format!("there is no {keyword} kind `{word}`")).at(span, "not a kind").help(help),
    );
    None
}
