//! Rows of exports that bear our tables' own column names.

use crate::ReadError;
use crate::mapping::base_name;
use crate::rows::{Column, Slot};
use crate::sink::Sink;
use crate::told::Told;
use crate::value::{Value, of_json, of_text};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use tables::{Kind, RowId, Table, registry};

/// Columns that name a row's table, in exports of several tables.
const TABLE_COLUMNS: [&str; 4] = ["$table", "Type", "SourceTable", "TableName"];
/// Columns whose value is the name of a computer.
const COMPUTERS: [&str; 2] = ["DeviceName", "Computer"];

/// A column name as exports write it: `TimeGenerated [UTC]` is `TimeGenerated`.
pub(crate) fn column_name(header: &str) -> &str {
    let name = header.trim().trim_start_matches('\u{feff}');
    name.strip_suffix(']').and_then(|rest| rest.rsplit_once(" [")).map_or(name, |(name, _)| name)
}

/// The event table that a file's name names: `DeviceFileEvents.csv`, `export-DeviceFileEvents_2026.json`.
pub(crate) fn table_of_name(path: &str) -> Option<&'static Table> {
    let name = base_name(path).to_lowercase();
    let names = |table: &&Table| {
        let table = table.name.to_lowercase();
        name.match_indices(&table).any(|(at, _)| {
            let outside = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            let before = name.get(..at).and_then(|text| text.chars().next_back());
            let after = name.get(at + table.len()..).and_then(|text| text.chars().next());
            outside(before) && outside(after)
        })
    };
    registry().iter().filter(|table| table.kind == Kind::Events).filter(names).max_by_key(|table| table.name.len())
}

/// The event table that has the most of these columns, and how many; with several such, the one whose rows have
/// this `ActionType`, else the one with the fewest other columns.
pub(crate) fn table_of_columns<'a>(
    columns: impl Iterator<Item = &'a str> + Clone,
    action_type: &str,
) -> Option<(&'static Table, usize)> {
    let scored = registry().iter().filter(|table| table.kind == Kind::Events).map(|table| {
        let known = columns.clone().filter(|name| table.column(name).is_some() || is_time(table, name)).count();
        let fits = table_of_action(action_type) == Some(table.name.as_str());
        (known, fits, std::cmp::Reverse(table.columns.len()), table)
    });
    scored.max_by_key(|(known, fits, size, _)| (*known, *fits, *size)).map(|(known, _, _, table)| (table, known))
}

fn is_time(table: &Table, name: &str) -> bool {
    table.dialect_time.as_deref() == Some(name) || table.time.as_deref() == Some(name)
}

/// Whether these are the columns of an export: most of them are of one table, and there are enough to tell.
pub(crate) fn looks_like_export<'a>(columns: impl Iterator<Item = &'a str> + Clone) -> bool {
    let all = columns.clone().filter(|name| !name.contains('@')).count();
    let has_time = columns.clone().any(|name| name == "Timestamp" || name == "TimeGenerated");
    table_of_columns(columns, "").is_some_and(|(_, known)| known * 2 >= all && known >= if has_time { 3 } else { 5 })
}

/// The table whose rows have an `ActionType`
/// (<https://learn.microsoft.com/defender-xdr/advanced-hunting-schema-tables>).
fn table_of_action(action: &str) -> Option<&'static str> {
    let starts = [
        ("Registry", "DeviceRegistryEvents"),
        ("ProcessCreated", "DeviceProcessEvents"),
        ("ImageLoaded", "DeviceImageLoadEvents"),
        ("Logon", "DeviceLogonEvents"),
        ("FileCreated", "DeviceFileEvents"),
        ("FileModified", "DeviceFileEvents"),
        ("FileRenamed", "DeviceFileEvents"),
        ("FileDeleted", "DeviceFileEvents"),
        ("Connection", "DeviceNetworkEvents"),
        ("InboundConnection", "DeviceNetworkEvents"),
        ("ListeningConnection", "DeviceNetworkEvents"),
    ];
    let found = starts.iter().find(|(start, _)| action.starts_with(start)).map(|(_, table)| *table);
    found.or_else(|| (!action.is_empty()).then_some("DeviceEvents"))
}

#[derive(Clone, Copy)]
enum Known {
    Wanted(Column),
    NotWanted,
    Unknown,
}

/// Writes rows of one file's tables.
pub(crate) struct Export<'a> {
    told: Told<'a>,
    path: &'a str,
    root: usize,
    tables: BTreeMap<&'static str, Writer>,
    /// Tables that rows belong to and nothing here knows, and how often.
    strange: BTreeMap<String, u64>,
    computers: BTreeSet<String>,
    timeless: u64,
}

struct Writer {
    table: &'static Table,
    slot: Option<Slot>,
    columns: HashMap<String, Known>,
    /// Columns that the table lacks, and the first line that has each.
    unknown: BTreeMap<String, u64>,
}

impl Writer {
    fn known(&mut self, name: &str, line: u64, sink: &Sink<'_>) -> Known {
        if let Some(known) = self.columns.get(name) {
            return *known;
        }
        let known = match self.table.resolve(name) {
            None => Known::Unknown,
            Some(_) => self.slot.and_then(|slot| sink.column(slot, name)).map_or(Known::NotWanted, Known::Wanted),
        };
        // Graph adds `Name@odata.type` beside `Name`.
        if matches!(known, Known::Unknown) && !name.contains('@') && !TABLE_COLUMNS.contains(&name) {
            self.unknown.entry(name.to_owned()).or_insert(line);
        }
        // Hostile files may have as many names as lines.
        if self.columns.len() < 10_000 {
            self.columns.insert(name.to_owned(), known);
        }
        known
    }
}

impl<'a> Export<'a> {
    pub(crate) const fn new(path: &'a str, root: usize) -> Self {
        Self {
            told: Told::new(path),
            path,
            root,
            tables: BTreeMap::new(),
            strange: BTreeMap::new(),
            computers: BTreeSet::new(),
            timeless: 0,
        }
    }

    /// Lists a problem of a line.
    pub(crate) fn problem(&mut self, sink: &mut Sink<'_>, line: u64, text: impl Into<String>) {
        self.told.line(sink, line, text);
    }

    /// Notes a row of a table that is not known.
    pub(crate) fn strange(&mut self, sink: &mut Sink<'_>, table: &str) {
        sink.records += 1;
        if self.strange.len() < 100 || self.strange.contains_key(table) {
            *self.strange.entry(table.to_owned()).or_default() += 1;
        }
    }

    /// Writes a row of a JSON export. A column that names a known event table overrides `table`.
    pub(crate) fn object(
        &mut self,
        sink: &mut Sink<'_>,
        table: &'static Table,
        object: &Map<String, Json>,
        row: RowId,
        line: u64,
    ) -> Result<(), ReadError> {
        let named = TABLE_COLUMNS.iter().filter_map(|name| object.get(*name)).filter_map(Json::as_str);
        let table = own_table(table, named);
        let cells = object.iter().map(|(name, json)| (name.as_str(), json));
        self.row(sink, table, cells, row, line, of_json)
    }

    /// Writes a row of a text export; empty texts are not set.
    pub(crate) fn texts<'c>(
        &mut self,
        sink: &mut Sink<'_>,
        table: &'static Table,
        cells: impl Iterator<Item = (&'c str, &'c str)> + Clone,
        row: RowId,
        line: u64,
    ) -> Result<(), ReadError> {
        let named = cells.clone().filter(|(name, _)| TABLE_COLUMNS.contains(name)).map(|(_, value)| value);
        let table = own_table(table, named);
        let cells = cells.filter(|(_, text)| !text.is_empty());
        self.row(sink, table, cells, row, line, |text, ty| Some(of_text(text, ty)))
    }

    fn row<'c, T: Copy>(
        &mut self,
        sink: &mut Sink<'_>,
        table: &'static Table,
        cells: impl Iterator<Item = (&'c str, T)>,
        row: RowId,
        line: u64,
        value: impl Fn(T, tables::ColumnType) -> Option<Value<'c>>,
    ) -> Result<(), ReadError> {
        sink.records += 1;
        let writer = self.tables.entry(table.name.as_str()).or_insert_with(|| Writer {
            table,
            slot: sink.slot(&table.name),
            columns: HashMap::new(),
            unknown: BTreeMap::new(),
        });
        let mut time = None;
        for (name, cell) in cells {
            let name = column_name(name);
            if is_time(table, name) {
                let text = value(cell, tables::ColumnType::String).map(Value::into_text);
                time = time.or_else(|| crate::time::parse(&text?));
                continue;
            }
            if COMPUTERS.contains(&name)
                && let Some(Value::Text(computer)) = value(cell, tables::ColumnType::String)
                && !self.computers.contains(computer.as_ref())
            {
                sink.saw_computer(self.root, &computer);
                self.computers.insert(computer.into_owned());
            }
            if let (Known::Wanted(column), Some(slot)) = (writer.known(name, line, sink), writer.slot)
                && let Some(value) = value(cell, column.ty)
            {
                sink.set(slot, column, &value);
            }
        }
        if time.is_none() {
            self.timeless += 1;
            if self.timeless == 1 {
                self.told.line(sink, line, "this row has no time that can be read (Timestamp or TimeGenerated)");
            }
        }
        match writer.slot {
            Some(slot) => sink.finish_row(slot, row, time),
            None => Ok(()),
        }
    }

    /// Ends the file: lists what was not known.
    pub(crate) fn finish(self, sink: &mut Sink<'_>) {
        if self.timeless > 1 {
            sink.problem(diagnostics::Problem::warning(
                self.path,
                "",
                format!("{} rows have no time that can be read", self.timeless),
            ));
        }
        for writer in self.tables.values() {
            for (name, line) in writer.unknown.iter().take(20) {
                let text = format!("{} has no column {name}; it is left out", writer.table.name);
                sink.problem(diagnostics::Problem::warning(self.path, format!("line {line}"), text));
            }
        }
        for (table, rows) in &self.strange {
            sink.info(self.path, "", format!("{rows} rows of {table}, a table that is not read"));
        }
        self.told.finish(sink);
    }
}

/// The event table that a row itself names, else the file's.
fn own_table<'c>(table: &'static Table, mut named: impl Iterator<Item = &'c str>) -> &'static Table {
    named.find_map(|name| registry().get(name)).filter(|own| own.kind == Kind::Events).unwrap_or(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let check = |path, expect: Option<&str>| {
            assert_eq!(table_of_name(path).map(|table| table.name.as_str()), expect, "{path}");
        };
        check("xdr/DeviceFileEvents.csv", Some("DeviceFileEvents"));
        check("export-devicefileevents_2026-01-01.json", Some("DeviceFileEvents"));
        check("WindowsEvent.json", Some("WindowsEvent"));
        check("SecurityEvents.csv", None);
        check("IisComponents.csv", None);
        check("New query.csv", None);
        assert_eq!(column_name("TimeGenerated [UTC]"), "TimeGenerated");
        assert_eq!(column_name("\u{feff}Timestamp"), "Timestamp");
        assert_eq!(column_name("a]"), "a]");
    }

    #[test]
    fn columns() {
        let check = |columns: &[&str], action, expect| {
            let (table, _) = table_of_columns(columns.iter().copied(), action).unwrap();
            assert_eq!(table.name, expect, "{columns:?}");
        };
        check(&["Timestamp", "DeviceName", "RegistryKey", "PreviousRegistryKey"], "", "DeviceRegistryEvents");
        check(&["Timestamp", "DeviceName", "ActionType", "FileName", "FolderPath"], "FileCreated", "DeviceFileEvents");
        check(
            &["Timestamp", "DeviceName", "ActionType", "FileName", "FolderPath"],
            "ImageLoaded",
            "DeviceImageLoadEvents",
        );
        check(&["TimeGenerated", "Computer", "EventID", "SubjectUserName"], "", "SecurityEvent");
        let export = |columns: &[&str]| looks_like_export(columns.iter().copied());
        assert!(export(&["Timestamp", "DeviceName", "FileName"]));
        assert!(!export(&["Timestamp", "name"]));
        assert!(!export(&["a", "b", "c"]));
        assert!(!export(&[
            "Timestamp",
            "RuleTitle",
            "Level",
            "Computer",
            "Channel",
            "EventID",
            "Details",
            "x",
            "y",
            "z"
        ]));
    }
}
