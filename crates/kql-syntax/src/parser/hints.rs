//! What a user probably meant. Nothing here decides what is valid.

use super::{Parser, infix};
use crate::ast::OperatorKind;
use crate::lexer::TokenKind;
use crate::operator;
use diagnostics::Span;

/// The whole run `mv-expand` whose first word is the token at `index`.
pub(super) fn hyphenated(parser: &Parser<'_>, index: usize) -> Span {
    let first = parser.token(index).span;
    let mut end = first.end;
    let mut at = index + 1;
    while parser.token(at).kind == TokenKind::Minus
        && parser.token(at).span.start == end
        && parser.token(at + 1).kind == TokenKind::Word
        && parser.token(at + 1).span.start == parser.token(at).span.end
    {
        end = parser.token(at + 1).span.end;
        at += 2;
    }
    Span::new(first.start, end)
}

/// Help for what follows an operator that is complete.
pub(super) fn after_operator(parser: &Parser<'_>, last: &OperatorKind) -> Option<&'static str> {
    use OperatorKind as O;
    if parser.at_word("as") {
        return Some("a column's name stands before its value: `name = value`");
    }
    if !matches!(
        parser.kind(),
        TokenKind::Word
            | TokenKind::String
            | TokenKind::Integer
            | TokenKind::Real
            | TokenKind::TimeSpan
            | TokenKind::Typed
    ) {
        return None;
    }
    match last {
        O::Where(_) => Some("an operator is missing before this; conditions are joined with `and` or `or`"),
        O::Project(_)
        | O::Extend(_)
        | O::Summarize { .. }
        | O::Distinct(_)
        | O::Print(_)
        | O::Sort(_)
        | O::Union { .. }
        | O::ProjectAway(_)
        | O::ProjectKeep(_)
        | O::ProjectRename(_)
        | O::ProjectReorder(_) => Some("a `,` may be missing before this"),
        _ => None,
    }
}

/// Whether what was expected is a mark between parts, so that the part before is complete.
pub(super) fn is_separator(what: &str) -> bool {
    ["`|`", "`,`", "`;`"].iter().any(|mark| what.starts_with(mark))
}

/// Help for the current token, which nothing in the grammar takes where `what` is expected.
pub(super) fn for_unexpected(parser: &Parser<'_>, what: &str) -> Option<String> {
    let operand = what.starts_with("an expression");
    let letters = matches!(parser.kind(), TokenKind::Word | TokenKind::Unknown | TokenKind::Integer);
    if letters && parser.joined(0) && parser.token(parser.at - 1).kind == TokenKind::String {
        return Some(r#"a quote within a string is written \" or \' (in @"…" it is doubled)"#.to_owned());
    }
    let token = parser.peek(0);
    let before = parser.at.checked_sub(1).map_or("", |at| parser.text_of(parser.token(at).span));
    let text = parser.text_of(token.span);
    let next = parser.text_of(parser.peek(1).span);
    let fixed = |text: &str| Some(text.to_owned());
    match token.kind {
        TokenKind::Unknown => for_unknown(before, text, next),
        TokenKind::Dot if parser.peek(1).kind == TokenKind::Integer => fixed(&format!("write 0.{next}")),
        TokenKind::Assign if next == "~" || next == "!" => fixed("did you mean `!=` or `=~`?"),
        TokenKind::Assign => fixed("`=` gives a name; to compare, write `==` or `=~`"),
        TokenKind::Pipe if before == "|" && parser.joined(0) => fixed("to say either, write `or`"),
        TokenKind::Slash if next == "*" => fixed("comments start with `//` and end with the line"),
        kind if is_separator(what)
            && kind != TokenKind::Colon
            && parser.infix().is_some_and(|(infix, ..)| !infix.chains()) =>
        {
            fixed("comparisons do not chain: join them with `and`, or use parentheses")
        }
        TokenKind::Typed => fixed("a `,` or an operator is missing before this"),
        TokenKind::BangWord => {
            let plain = text.trim_start_matches('!');
            if infix::word_operator(plain).is_some() || plain.ends_with("regex") || plain == "matches" {
                let operator = if plain == "matches" { "matches regex" } else { plain };
                fixed(&format!("negate it with not(…): not(a {operator} b)"))
            } else {
                let near = nearest(plain, infix::WORDS.iter().copied());
                Some(near.map_or_else(|| "negate with not(…)".to_owned(), |word| format!("did you mean `!{word}`?")))
            }
        }
        TokenKind::Word => for_word(text, next, operand),
        _ => None,
    }
}

fn for_unknown(before: &str, text: &str, next: &str) -> Option<String> {
    let help = match text {
        "~" if before == "!=" => "did you mean `!~`?",
        "!" if before == "=" => "did you mean `!=`?",
        "&" => "write `and`",
        "!" if matches!(next, "contains" | "has" | "in" | "startswith" | "endswith" | "between") => {
            return Some(format!("write `!{next}` as one word"));
        }
        "!" => "negate with not(…)",
        "“" | "”" | "„" | "‘" | "’" | "«" | "»" => "write strings between straight quotes: \" or '",
        "–" | "—" | "−" => "this is a dash; write the minus sign `-`",
        "`" | "~" => "strings stand between \" or ' (or ``` over several lines)",
        "\\" => "a backslash stands only in strings",
        "?" | "^" => return None,
        text if text.chars().any(char::is_alphabetic) => {
            return Some(format!("a name with such letters is written ['{text}']"));
        }
        _ => return None,
    };
    Some(help.to_owned())
}

fn for_word(text: &str, next: &str, operand: bool) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    match (text, next) {
        ("not", "in" | "contains" | "has" | "between" | "startswith" | "endswith" | "in~") => {
            return Some(format!("write `!{next}`"));
        }
        ("not", _) => return Some("`not` is a function: not(…)".to_owned()),
        ("is", "null") => return Some("write isnull(…)".to_owned()),
        ("is", "not") => return Some("write isnotnull(…)".to_owned()),
        ("rlike" | "regexp", _) => return Some("write `matches regex`".to_owned()),
        _ => {}
    }
    if lower != text && (infix::word_operator(&lower).is_some() || matches!(lower.as_str(), "and" | "or" | "by" | "on"))
    {
        return Some(format!("KQL is case-sensitive: write `{lower}`"));
    }
    if operand && infix::is_reserved(text) {
        return Some(format!("to use the word as a name, write ['{text}']"));
    }
    nearest(text, infix::WORDS.iter().copied().chain(["and", "or"])).map(|word| format!("did you mean `{word}`?"))
}

/// An operator's keyword near to a word that is none.
pub(super) fn operator_like(word: &str) -> Option<String> {
    const FOREIGN: &[(&str, &str)] = &[
        ("select", "project"),
        ("fields", "project"),
        ("table", "project"),
        ("eval", "extend"),
        ("stats", "summarize"),
        ("head", "take"),
        ("dedup", "distinct"),
        ("rename", "project-rename"),
        ("unique", "distinct"),
        ("from", "union"),
        ("group", "summarize"),
        ("having", "where"),
        ("makeseries", "make-series"),
        ("mvappend", "mv-expand"),
        ("remove", "project-away"),
    ];
    let lower = word.to_ascii_lowercase();
    if let Some((_, meant)) = FOREIGN.iter().find(|(foreign, _)| *foreign == lower) {
        return Some((*meant).to_owned());
    }
    nearest(word, operator::keywords()).map(str::to_owned)
}

/// The candidate with the fewest edits, if they are few for the word's length. Ties go to the first in order.
fn nearest<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    if word.len() < 3 || word.len() > 40 {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let most = if word.len() <= 4 { 1 } else { 2 };
    candidates
        .map(|candidate| (edits(&lower, candidate), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Insertions, deletions, replacements and swaps of neighbours between two words.
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<u8>, Vec<u8>) = (a.bytes().collect(), b.bytes().collect());
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let get = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut best = (get(&last, j) + usize::from(x != y)).min(get(&last, j + 1) + 1).min(get(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(get(&before_last, j - 1) + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_count_a_swap_once() {
        assert_eq!(edits("where", "where"), 0);
        assert_eq!(edits("wher", "where"), 1);
        assert_eq!(edits("hwere", "where"), 1);
        assert_eq!(edits("", "abc"), 3);
    }

    #[test]
    fn near_operators() {
        let check = |word: &str, expected: Option<&str>| assert_eq!(operator_like(word).as_deref(), expected, "{word}");
        check("wher", Some("where"));
        check("summarise", Some("summarize"));
        check("Where", Some("where"));
        check("project_away", Some("project-away"));
        check("select", Some("project"));
        check("xyzzy", None);
    }
}
