//! Cases of `tests/events/*.md`: under each `##` heading, the events that are logged (```` ```event ID ````) and the
//! rows that they must give (```` ```row TABLE ````).
//!
//! A block has one `name: value` a line. Names with `@` are parts of the event's header, `-` is data without a name,
//! and after `name: |` the value's lines follow, indented. Parts of the header that hold for a whole file stand in its
//! block `defaults`. In a block `messages`, each line `ID: text` is an event whose data are `<1>` to `<9>`, and the text
//! that describes it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

pub(crate) struct Case {
    /// File and heading.
    pub(crate) name: String,
    pub(crate) events: Vec<CaseEvent>,
    pub(crate) rows: Vec<CaseRow>,
}

#[derive(Default)]
pub(crate) struct CaseEvent {
    pub(crate) id: u16,
    header: BTreeMap<String, String>,
    /// Names are empty for data without one.
    pub(crate) data: Vec<(String, String)>,
}

pub(crate) struct CaseRow {
    pub(crate) table: String,
    pub(crate) cells: Vec<(String, String)>,
}

impl CaseEvent {
    /// A part of the header, such as `@provider`; empty when it is not set.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.header.get(name).map_or_else(|| default(name), String::as_str)
    }
}

fn default(name: &str) -> &'static str {
    match name {
        "@time" => "2026-03-14T01:22:03.123Z",
        "@process" => "2680",
        "@thread" => "3424",
        "@user" => "S-1-5-18",
        "@computer" => "WEB01.corp.example",
        "@level" => "4",
        "@keywords" => "0x8000000000000000",
        _ => "",
    }
}

/// All cases, by file name.
pub(crate) fn all() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/events");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().flat_map(|path| of_file(path)).collect()
}

fn of_file(path: &Path) -> Vec<Case> {
    let file = path.file_name().unwrap().to_string_lossy().into_owned();
    let text = fs::read_to_string(path).unwrap();
    let mut defaults = BTreeMap::new();
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix("## ") {
            cases.push(Case { name: format!("{file}: {heading}"), events: Vec::new(), rows: Vec::new() });
        }
        let Some(kind) = line.strip_prefix("```") else { continue };
        let block = entries(lines.by_ref().take_while(|line| *line != "```"), &file);
        match kind.split_once(' ').unwrap_or((kind, "")) {
            ("defaults", _) => defaults = block.into_iter().collect(),
            ("event", id) => {
                let (header, data): (Vec<_>, Vec<_>) = block.into_iter().partition(|(name, _)| name.starts_with('@'));
                let header = defaults.clone().into_iter().chain(header).collect();
                let id = id.parse().unwrap_or_else(|_| panic!("{file}: no event id: {line}"));
                let unnamed = |name: String| if name == "-" { String::new() } else { name };
                let data = data.into_iter().map(|(name, value)| (unnamed(name), value)).collect();
                cases.last_mut().expect("a heading").events.push(CaseEvent { id, header, data });
            }
            ("row", table) => {
                let row = CaseRow { table: table.to_owned(), cells: block };
                cases.last_mut().expect("a heading").rows.push(row);
            }
            ("messages", _) => {
                let case = cases.last_mut().expect("a heading");
                for (id, text) in block {
                    let data = (1..10).map(|place| (format!("Data{place}"), format!("<{place}>"))).collect();
                    case.events.push(CaseEvent { id: id.parse().unwrap(), header: defaults.clone(), data });
                    let cells = vec![("EventID".to_owned(), id), ("RenderedDescription".to_owned(), text)];
                    case.rows.push(CaseRow { table: "Event".to_owned(), cells });
                }
            }
            _ => panic!("{file}: {line}"),
        }
    }
    for case in &cases {
        assert!(!case.events.is_empty(), "{}: no event", case.name);
    }
    cases
}

fn entries<'a>(lines: impl Iterator<Item = &'a str>, file: &str) -> Vec<(String, String)> {
    let mut entries: Vec<(String, String)> = Vec::new();
    for line in lines {
        if let Some(more) = line.strip_prefix("  ") {
            let (_, value) = entries.last_mut().expect("a name before");
            *value = if value == "|" { more.to_owned() } else { format!("{value}\n{more}") };
            continue;
        }
        let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("{file}: {line}"));
        entries.push((name.to_owned(), value.trim().to_owned()));
    }
    entries
}
