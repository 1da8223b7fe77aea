//! `has ".ex"`, `has @"\inet"`: `has` finds whole terms, so a part of a word at the edge of a path never matches.
//!
//! A text is looked at when it is part of a path: it ends with a term after `.`, `\` or `/`, or begins with a term
//! before `\` or `/`. It is reported when that term is no known word, but the part of one that would stand there.

use crate::rule_commands::check::lint::{Found, Lint, Subject, first_term, last_term};
use diagnostics::Diagnostic;
use kql_syntax::ast::{BinaryOp, ExprKind, InOp, StringOp};

const CODE: &str = "has-partial-term";

pub(super) static LINT: Lint =
    Lint { code: CODE, about: "`has` looks for a part of a term, which it never finds", run };

/// Endings of files.
const ENDINGS: &[&str] = &[
    "a", "ascx", "ashx", "asmx", "asp", "aspx", "bat", "c", "cer", "cmd", "com", "config", "cpl", "cs", "cshtml",
    "csv", "dat", "db", "dll", "dmp", "doc", "docx", "etl", "evtx", "exe", "h", "hta", "htm", "html", "inf", "ini",
    "jar", "js", "jse", "json", "jsp", "jspx", "lnk", "log", "msi", "net", "o", "ocx", "pdf", "php", "pl", "ps", "ps1",
    "psd1", "psm1", "py", "r", "rar", "reg", "scr", "so", "soap", "sql", "svc", "sys", "tmp", "txt", "vb", "vbe",
    "vbhtml", "vbs", "ws", "wsf", "wsh", "xls", "xlsx", "xml", "zip",
];

/// Names of folders that paths on Windows have.
const FOLDERS: &[&str] = &[
    "appdata",
    "assembly",
    "bin",
    "config",
    "desktop",
    "documents",
    "downloads",
    "drivers",
    "files",
    "framework",
    "framework64",
    "inetpub",
    "inetsrv",
    "local",
    "microsoft",
    "program",
    "programdata",
    "public",
    "roaming",
    "startup",
    "system32",
    "syswow64",
    "tasks",
    "temp",
    "users",
    "web",
    "windows",
    "windowspowershell",
    "wwwroot",
];

/// Beginnings of endings that are no domains of countries.
const SHORT: &[&str] = &["ba", "dl", "ex", "sy"];

fn run(subject: &Subject<'_>, found: &mut Found) {
    subject.each_expr(&mut |expr| {
        let operands = match &expr.kind {
            ExprKind::Binary { op: BinaryOp::String { op: StringOp::Has | StringOp::HasCs, .. }, right, .. } => {
                vec![&**right]
            }
            ExprKind::In { op: InOp::HasAny | InOp::HasAll, list, .. } => list.iter().collect(),
            _ => return,
        };
        for (text, span) in operands.into_iter().flat_map(|operand| subject.texts(operand)) {
            if let Some((part, word)) = partial(&text) {
                let message = format!("`has` finds whole terms: `{part}` in \"{text}\" is not found in `{word}`");
                let help = format!("write the whole term, as in `{word}`, or `contains`");
                found.in_query.push(Diagnostic::warning(CODE, message).at(span, "part of a term").help(help));
            }
        }
    });
}

/// The part of a word at an edge of a text, and the word.
fn partial(text: &str) -> Option<(&str, &'static str)> {
    let last = last_term(text);
    let before = text.get(..text.len() - last.len()).and_then(|t| t.chars().next_back());
    let words = match before {
        Some('.') if last.len() > 2 || SHORT.contains(&last.to_lowercase().as_str()) => ENDINGS,
        // `/s` and its like are switches of commands.
        Some('\\') if last.len() > 2 => FOLDERS,
        Some('/') if last.len() > 2 && text.len() > last.len() + 1 => FOLDERS,
        _ => &[],
    };
    if let Some(word) = longer(words, last, |word, part| word.starts_with(part)) {
        return Some((last, word));
    }
    let first = first_term(text);
    let after = text.get(first.len()..).and_then(|t| t.chars().next());
    let words = if matches!(after, Some('\\' | '/')) { FOLDERS } else { &[] };
    longer(words, first, |word, part| word.ends_with(part)).map(|word| (first, word))
}

fn longer(words: &[&'static str], part: &str, fits: fn(&str, &str) -> bool) -> Option<&'static str> {
    let part = part.to_lowercase();
    if part.is_empty() || words.contains(&part.as_str()) {
        return None;
    }
    words.iter().copied().find(|word| word.len() > part.len() && fits(word, &part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_terms() {
        let check = |text: &str, expect: Option<&str>| assert_eq!(partial(text).map(|(p, _)| p), expect, "{text}");
        assert!(ENDINGS.is_sorted() && FOLDERS.is_sorted());
        check(".ex", Some("ex"));
        check(".exe", None);
        check("cmd", None);
        check("cm", None);
        check("w3wp.ex", Some("ex"));
        check(r"\inet", Some("inet"));
        check(r"\inetsrv", None);
        check(r"32\inetsrv", Some("32"));
        check(r"System32\inetsrv\", None);
        check(r"\zzz", None);
        check("", None);
        check("é.é", None);
        // Switches and domains.
        check("/s", None);
        check("/win", None);
        check("1drv.ms", None);
        check("c:/win", Some("win"));
    }
}
