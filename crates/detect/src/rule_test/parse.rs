//! Finds the tests in a rule's page.

use diagnostics::{Diagnostic, Span};

/// Rows for one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    pub table: String,
    pub columns: Vec<String>,
    /// Each with the line of the page on which it stands, from 1.
    pub rows: Vec<(usize, Vec<String>)>,
    pub span: Span,
}

/// A heading with rows under it, and the findings that they must give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub heading: String,
    /// The heading's line, from 1.
    pub line: usize,
    pub rows: Vec<Rows>,
    /// One line per finding, in output order; none means that the rule must stay quiet.
    pub findings: Vec<String>,
}

/// A fenced block that is being read.
struct Fence<'a> {
    /// What stands behind the opening backticks.
    info: &'a str,
    /// Where it starts in the page.
    start: usize,
    /// Each with its line of the page, from 1.
    lines: Vec<(usize, &'a str)>,
}

/// Reads all tests of a page: the headings that have rows.
pub fn parse(page: &str) -> (Vec<Case>, Vec<Diagnostic>) {
    let (mut cases, diagnostics) = sections(page);
    cases.retain(|case| !case.rows.is_empty());
    (cases, diagnostics)
}

/// Reads all headings of a page, with the rows and findings under each. A fence that is no test of ours is passed over.
pub(super) fn sections(page: &str) -> (Vec<Case>, Vec<Diagnostic>) {
    let mut cases: Vec<Case> = Vec::new();
    let mut current = Case { heading: String::new(), line: 1, rows: Vec::new(), findings: Vec::new() };
    let mut diagnostics = Vec::new();
    let mut fence: Option<Fence<'_>> = None;
    let mut offset = 0;
    for (i, line) in page.split_inclusive('\n').enumerate() {
        let start = offset;
        offset += line.len();
        let text = line.trim_end_matches(['\n', '\r']);
        if let Some(rest) = text.trim_start().strip_prefix("```") {
            match fence.take() {
                None => fence = Some(Fence { info: rest.trim(), start, lines: Vec::new() }),
                Some(fence) => close(&fence, offset, &mut current, &mut diagnostics),
            }
            continue;
        }
        match &mut fence {
            Some(fence) => fence.lines.push((i + 1, text)),
            None if text.starts_with('#') => {
                let next = Case {
                    heading: text.trim_start_matches('#').trim().to_owned(),
                    line: i + 1,
                    rows: Vec::new(),
                    findings: Vec::new(),
                };
                cases.push(std::mem::replace(&mut current, next));
            }
            None => {}
        }
    }
    if let Some(Fence { start, .. }) = fence {
        diagnostics
            .push(Diagnostic::error("test-fence", "this block is never closed").at(Span::new(start, start + 3), ""));
    }
    cases.push(current);
    (cases, diagnostics)
}

fn close(fence: &Fence<'_>, end: usize, case: &mut Case, diagnostics: &mut Vec<Diagnostic>) {
    let Fence { info, start, lines } = fence;
    let span = Span::new(*start, end);
    let mut words = info.split_whitespace();
    match words.next() {
        Some("rows") => {
            let Some(table) = words.next() else {
                diagnostics.push(Diagnostic::error("test-table", "`rows` needs the name of a table").at(span, ""));
                return;
            };
            let mut lines = lines.iter().filter(|(_, text)| !text.trim().is_empty());
            let columns = lines.next().map(|(_, text)| cells(text)).unwrap_or_default();
            let mut rows = Vec::new();
            for (line, text) in lines {
                let row = cells(text);
                if row.len() > columns.len() {
                    let message = format!("line {line} has {} cells for {} columns", row.len(), columns.len());
                    diagnostics.push(Diagnostic::error("test-row", message).at(span, ""));
                }
                rows.push((*line, row));
            }
            case.rows.push(Rows { table: table.to_owned(), columns, rows, span });
        }
        Some("findings") => {
            case.findings.extend(lines.iter().map(|(_, text)| text.trim().to_owned()).filter(|t| !t.is_empty()));
        }
        _ => {}
    }
}

/// Cells between bars; `\|` is a bar inside a cell.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek() == Some(&'|') => {
                chars.next();
                push(&mut cells, '|');
            }
            '|' => cells.push(String::new()),
            c => push(&mut cells, c),
        }
    }
    cells.iter().map(|c| c.trim().to_owned()).collect()
}

fn push(cells: &mut [String], c: char) {
    if let Some(last) = cells.last_mut() {
        last.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_with_rows_are_tests() {
        let page = "# Rule\n## Triage\ntext\n```kql\nprint 1\n```\n### Fires\n```rows T\nA | B\n1 | a\\|b\n2\n```\n\
                    ```findings\nhigh h - \"x\"\n```\n### Quiet\n```rows T\nA\n\n3\n```\n";
        let (cases, diagnostics) = parse(page);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        assert_eq!(cases.iter().map(|c| c.heading.as_str()).collect::<Vec<_>>(), ["Fires", "Quiet"]);
        assert_eq!(cases[0].rows[0].columns, ["A", "B"]);
        assert_eq!(cases[0].rows[0].rows, [(10, vec!["1".to_owned(), "a|b".to_owned()]), (11, vec!["2".to_owned()])]);
        assert_eq!(cases[0].findings, ["high h - \"x\""]);
        assert!(cases[1].findings.is_empty());
    }

    #[test]
    fn what_is_wrong_is_said() {
        let (_, diagnostics) = parse("### T\n```rows T\nA\n1 | 2\n```\n```rows\n```\n```rows T\n");
        let codes: Vec<_> = diagnostics.iter().map(|d| d.code).collect();
        assert_eq!(codes, ["test-row", "test-table", "test-fence"]);
    }
}
