use super::{Checked, Depth, lint};
use detect::rules::{Rule, from_yaml};
use diagnostics::{Diagnostic, SourceText, Span, has_errors};
use engine::Options;
use std::fs;
use std::path::Path;

/// The texts of a file with what is wrong in each.
pub(super) fn check(path: &Path, depth: &Depth) -> Vec<Checked> {
    let name = path.to_string_lossy().replace('\\', "/");
    let text = match fs::read(path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => {
            let diagnostic = Diagnostic::error("file-unreadable", format!("cannot read {name}: {error}"));
            return vec![Checked { source: SourceText::new(name, ""), diagnostics: vec![diagnostic] }];
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("yaml" | "yml") => vec![rule(&name, text, path, depth)],
        Some("md") => blocks(text)
            .into_iter()
            .map(|(first_line, query)| {
                let source = SourceText { name: name.clone(), text: query, first_line };
                Checked { diagnostics: query_diagnostics(&source.text, depth, None).0, source }
            })
            .collect(),
        _ => vec![Checked { diagnostics: query_diagnostics(text, depth, None).0, source: SourceText::new(name, text) }],
    }
}

/// What is wrong in a query, and in the file of the rule whose query it is. Lints look only at what would run.
fn query_diagnostics(query: &str, depth: &Depth, rule: Option<&Rule>) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    match depth {
        Depth::Syntax => (kql_syntax::parse(query).diagnostics, Vec::new()),
        Depth::Names { tables, surroundings, strict } => {
            let options = Options { strict: *strict, trust_missing: true, ..Options::default() };
            let mut planned = engine::check(query, &surroundings.around(tables.as_ref()), &options);
            let mut all = std::mem::take(&mut planned.diagnostics);
            if has_errors(&all) {
                return (all, Vec::new());
            }
            let found = lint::run(&kql_syntax::parse(query).query, &planned, rule);
            all.extend(found.in_query);
            all.sort_by_key(Diagnostic::span);
            (all, found.in_file)
        }
    }
}

/// A rule: its YAML, then its query, at places of the rule's file.
fn rule(name: &str, text: &str, path: &Path, depth: &Depth) -> Checked {
    let page = fs::read_to_string(path.with_extension("md")).ok();
    let (rule, mut diagnostics) = from_yaml(name, text, page);
    if let Some(rule) = rule {
        let (in_query, of_file) = query_diagnostics(&rule.query, depth, Some(&rule));
        diagnostics.extend(in_query.into_iter().map(|diagnostic| in_file(diagnostic, &rule, text)));
        diagnostics.extend(of_file);
    }
    Checked { source: SourceText::new(name, text), diagnostics }
}

/// The diagnostic with its places in the rule's file instead of in the query.
fn in_file(mut diagnostic: Diagnostic, rule: &Rule, file: &str) -> Diagnostic {
    for label in &mut diagnostic.labels {
        let start = offset_in_file(&rule.query, label.span.start, rule, file);
        let end = offset_in_file(&rule.query, label.span.end, rule, file);
        label.span = Span::new(start, end.max(start));
    }
    diagnostic
}

/// Where a byte of the query stands in the file. A query that is not written as a block, line under line, is
/// found by its line only.
fn offset_in_file(query: &str, offset: usize, rule: &Rule, file: &str) -> usize {
    let before = query.get(..offset.min(query.len())).unwrap_or(query);
    let line = before.matches('\n').count();
    let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
    let mut start = 0;
    for (at, text) in file.split_inclusive('\n').enumerate() {
        if at + 1 == rule.file.query_line + line {
            let indented = rule.file.query_indent + column;
            return start + indented.min(text.trim_end().len());
        }
        start += text.len();
    }
    file.len()
}

/// Fenced blocks that hold KQL: the line of the file on which each starts, and its text.
fn blocks(page: &str) -> Vec<(usize, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, Option<(usize, String)>)> = None;
    for (at, line) in page.lines().enumerate() {
        let trimmed = line.trim_start();
        let fence: String = trimmed.chars().take_while(|c| *c == '`').collect();
        match &mut open {
            None if fence.len() >= 3 => {
                let word = trimmed.trim_start_matches('`').trim().to_ascii_lowercase();
                let is_kql = matches!(word.as_str(), "kql" | "kusto" | "csl");
                open = Some((fence, is_kql.then(|| (at + 2, String::new()))));
            }
            Some((opened, _)) if fence.len() >= opened.len() && trimmed.trim_end().len() == fence.len() => {
                blocks.extend(open.take().and_then(|(_, block)| block));
            }
            Some((_, Some((_, text)))) => {
                text.push_str(line);
                text.push('\n');
            }
            _ => {}
        }
    }
    blocks.extend(open.and_then(|(_, block)| block));
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_blocks() {
        let page =
            "# A\n\n```kql\nT\n| take 1\n```\n\n```rows T\na\n```\n````Kusto\nprint '```'\n```\n````\n```kql\nlast";
        let expect = [(4, "T\n| take 1\n"), (12, "print '```'\n```\n"), (16, "last\n")];
        assert_eq!(blocks(page), expect.map(|(line, text)| (line, text.to_owned())));
    }
}
