//! A filter made ready to look at many rows one by one, before they are built.

use crate::{Cell, Filter, TextTest};
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::HashMap;

/// A [`Filter`] that looks at the cells of one row. All texts that a column is searched for are found in one pass.
#[derive(Debug, Default)]
pub struct Matcher {
    /// None for one that keeps every row.
    root: Option<Node>,
    columns: Vec<Column>,
}

/// Gives the cell of one of [`Matcher::columns`], by its number, to its second argument; false when it is not known.
pub type Cells<'a> = dyn Fn(usize, &mut dyn FnMut(Cell<'_>)) -> bool + 'a;

#[derive(Debug)]
enum Node {
    Any(Vec<Self>),
    Both(Vec<Self>),
    /// One of these tests of a text column holds.
    Text {
        column: usize,
        tests: Vec<usize>,
    },
    Number {
        column: usize,
        values: Vec<i64>,
    },
    Always,
}

/// What is asked of a column.
#[derive(Debug, Default)]
struct Column {
    name: String,
    /// How many tests of its text there are.
    tests: usize,
    /// Texts in lower case, and the test that each answers.
    equal: HashMap<Vec<u8>, usize>,
    starts: Vec<(Vec<u8>, usize)>,
    ends: Vec<(Vec<u8>, usize)>,
    contains: Vec<(Vec<u8>, usize)>,
    search: Option<AhoCorasick>,
}

/// What was found in a row's columns; kept from row to row only for its memory.
#[derive(Debug, Default)]
pub struct Found {
    columns: Vec<Tests>,
    lower: Vec<u8>,
}

#[derive(Debug, Default, Clone)]
struct Tests {
    state: State,
    bits: Vec<u64>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Unseen,
    /// Nothing can be ruled out.
    Open,
    Known,
}

impl Matcher {
    pub fn new(filter: &Filter) -> Self {
        let mut matcher = Self::default();
        match matcher.node(filter) {
            Node::Always => {}
            root => matcher.root = Some(root),
        }
        for column in &mut matcher.columns {
            let needles = column.contains.iter().map(|(text, _)| text);
            // A search that cannot be built rules nothing out.
            column.search = AhoCorasick::builder().match_kind(MatchKind::Standard).build(needles).ok();
        }
        matcher
    }

    /// Whether every row is kept.
    pub const fn is_all(&self) -> bool {
        self.root.is_none()
    }

    /// The columns that are looked at.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// Whether a row is kept, as [`Filter::apply`] would. A column that is not known keeps it.
    pub fn keeps(&self, found: &mut Found, cell: &Cells<'_>) -> bool {
        let Some(root) = &self.root else { return true };
        found.columns.resize(self.columns.len(), Tests::default());
        for tests in &mut found.columns {
            tests.state = State::Unseen;
        }
        self.holds(root, found, cell)
    }

    fn column(&mut self, name: &str) -> usize {
        self.columns.iter().position(|column| column.name == name).unwrap_or_else(|| {
            self.columns.push(Column { name: name.to_owned(), ..Column::default() });
            self.columns.len() - 1
        })
    }

    fn node(&mut self, filter: &Filter) -> Node {
        match filter {
            Filter::All => Node::Always,
            Filter::Any(parts) => {
                let parts: Vec<Node> = parts.iter().map(|part| self.node(part)).collect();
                if parts.iter().any(|part| matches!(part, Node::Always)) { Node::Always } else { Node::Any(parts) }
            }
            Filter::Both(parts) => {
                let parts: Vec<Node> =
                    parts.iter().map(|part| self.node(part)).filter(|part| !matches!(part, Node::Always)).collect();
                if parts.is_empty() { Node::Always } else { Node::Both(parts) }
            }
            Filter::Text { values, .. } if !values.iter().all(|value| value.is_ascii()) => Node::Always,
            Filter::Text { test: TextTest::Contains | TextTest::StartsWith | TextTest::EndsWith, values, .. }
                if values.iter().any(String::is_empty) =>
            {
                Node::Always
            }
            Filter::Text { column, test, values } => {
                let column = self.column(column);
                let tests =
                    values.iter().filter_map(|value| self.columns.get_mut(column)?.test(*test, value)).collect();
                Node::Text { column, tests }
            }
            Filter::Number { column, values } => Node::Number { column: self.column(column), values: values.clone() },
        }
    }

    fn holds(&self, node: &Node, found: &mut Found, cell: &Cells<'_>) -> bool {
        match node {
            Node::Always => true,
            Node::Any(parts) => parts.iter().any(|part| self.holds(part, found, cell)),
            Node::Both(parts) => parts.iter().all(|part| self.holds(part, found, cell)),
            Node::Text { column, tests } => {
                self.look(*column, found, cell);
                let Some(Tests { state, bits }) = found.columns.get(*column) else { return true };
                let has = |test: &usize| bits.get(test / 64).is_some_and(|word| word & (1 << (test % 64)) != 0);
                *state == State::Open || tests.iter().any(has)
            }
            Node::Number { column, values } => {
                let mut is_one = false;
                let known = cell(*column, &mut |cell| is_one = matches!(cell, Cell::Int(n) if values.contains(&n)));
                is_one || !known
            }
        }
    }

    /// Runs all tests of a text column, once a row.
    fn look(&self, number: usize, found: &mut Found, cell: &Cells<'_>) {
        let Found { columns, lower } = found;
        let (Some(column), Some(tests)) = (self.columns.get(number), columns.get_mut(number)) else { return };
        if tests.state != State::Unseen {
            return;
        }
        tests.bits.clear();
        tests.bits.resize(column.tests.div_ceil(64), 0);
        let mut state = State::Known;
        let known = cell(number, &mut |cell| {
            let text = if let Cell::Str(text) = cell { text } else { "" };
            // Letters beyond ASCII may fold into it.
            if text.is_ascii() {
                column.run(text, lower, &mut tests.bits);
            } else {
                state = State::Open;
            }
        });
        tests.state = if known { state } else { State::Open };
    }
}

impl Column {
    /// The number of a test; the same one for the same test.
    fn test(&mut self, test: TextTest, value: &str) -> Option<usize> {
        let text = value.to_ascii_lowercase().into_bytes();
        let next = self.tests;
        let number = match test {
            TextTest::Equals => *self.equal.entry(text).or_insert(next),
            _ => {
                let list = match test {
                    TextTest::StartsWith => &mut self.starts,
                    TextTest::EndsWith => &mut self.ends,
                    _ => &mut self.contains,
                };
                match list.iter().find(|(have, _)| *have == text) {
                    Some((_, number)) => *number,
                    None => {
                        list.push((text, next));
                        next
                    }
                }
            }
        };
        self.tests += usize::from(number == next);
        Some(number)
    }

    fn run(&self, text: &str, lower: &mut Vec<u8>, bits: &mut [u64]) {
        let mut set = |test: usize| {
            if let Some(word) = bits.get_mut(test / 64) {
                *word |= 1 << (test % 64);
            }
        };
        lower.clear();
        lower.extend_from_slice(text.as_bytes());
        lower.make_ascii_lowercase();
        if let Some(test) = self.equal.get(lower.as_slice()) {
            set(*test);
        }
        self.starts.iter().filter(|(start, _)| lower.starts_with(start)).for_each(|(_, test)| set(*test));
        self.ends.iter().filter(|(end, _)| lower.ends_with(end)).for_each(|(_, test)| set(*test));
        match &self.search {
            _ if self.contains.is_empty() => {}
            Some(search) => {
                for hit in search.find_overlapping_iter(lower.as_slice()) {
                    if let Some((_, test)) = self.contains.get(hit.pattern().as_usize()) {
                        set(*test);
                    }
                }
            }
            None => self.contains.iter().for_each(|(_, test)| set(*test)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Columns, TableBuilder, TableRequest, registry};

    fn text(column: &str, test: TextTest, values: &[&str]) -> Filter {
        Filter::Text { column: column.into(), test, values: values.iter().map(|v| (*v).into()).collect() }
    }

    /// Row by row the same answer as over a whole batch.
    #[test]
    fn the_same_as_the_filter() {
        let rows: &[(&str, &str, i64)] = &[
            ("appcmd.exe", "appcmd.exe install module /name:x", 5),
            ("APPCMD.EXE", "x", 6),
            ("cmd.exe", "cmd /c AppCmd INSTALL Module", 7),
            ("", "", 0),
            ("\u{212a}.exe", "\u{e4}", 5),
            ("w3wp.exe", "c:\\w3wp.exe -ap pool", 5),
        ];
        let column = ["FileName", "ProcessCommandLine", "ProcessId"];
        let filters = [
            Filter::All,
            text("FileName", TextTest::Equals, &["appcmd.exe", "w3wp.exe"]),
            text("FileName", TextTest::StartsWith, &["app"]),
            text("FileName", TextTest::EndsWith, &[".EXE"]),
            text("ProcessCommandLine", TextTest::Contains, &["install", "module", "stall mod"]),
            text("ProcessCommandLine", TextTest::Contains, &[""]),
            text("ProcessCommandLine", TextTest::Contains, &["\u{e4}"]),
            text("FolderPath", TextTest::Contains, &["unknown column"]),
            Filter::Number { column: "ProcessId".into(), values: vec![5, 6] },
            Filter::Number { column: "Elsewhere".into(), values: vec![5] },
            Filter::Any(vec![]),
            Filter::Both(vec![]),
            Filter::Any(vec![
                Filter::Both(vec![
                    text("FileName", TextTest::EndsWith, &["cmd.exe"]),
                    text("ProcessCommandLine", TextTest::Contains, &["install"]),
                ]),
                Filter::Number { column: "ProcessId".into(), values: vec![0] },
            ]),
            Filter::Both(vec![Filter::All, text("FileName", TextTest::Equals, &["cmd.exe"])]),
        ];
        let columns = Columns::Some(column.iter().map(|name| (*name).to_owned()).collect());
        let request = TableRequest { columns, filter: Filter::All };
        let table = registry().get("DeviceProcessEvents").unwrap();
        for filter in filters {
            let matcher = Matcher::new(&filter);
            let names: Vec<String> = matcher.columns().map(str::to_owned).collect();
            let mut found = Found::default();
            for (file, line, id) in rows {
                let cells = [Cell::Str(file), Cell::Str(line), Cell::Int(*id)];
                let mut builder = TableBuilder::new(table, &request);
                for (name, cell) in column.iter().zip(cells) {
                    builder.set_named(name, cell);
                }
                builder.finish_row(crate::RowId(1));
                let expect = filter.apply(&builder.finish().unwrap()).unwrap().num_rows() == 1;
                let keeps = matcher.keeps(&mut found, &|number, take| {
                    let at = names.get(number).and_then(|name| column.iter().position(|have| have == name));
                    at.map(|at| take(cells[at])).is_some()
                });
                assert_eq!(keeps, expect, "{filter:?} of {file} {line} {id}");
            }
        }
    }
}
