//! Tables that a Sentinel or Defender XDR workspace has and that no evidence fills: queries can name them, and a file
//! of the user's can hold their rows.

use crate::{Alias, Column, ColumnType, Kind, Table, registry};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// `tables/workspace.txt`: one table a line, its parts separated by tabs: the name, then a type with its columns for
/// each type that occurs.
const TEXT: &str = include_str!("../../../tables/workspace.txt");

/// The workspace's tables by name. Starting up only finds the lines; a table is read when it is asked for.
pub struct Workspace {
    tables: BTreeMap<&'static str, Entry>,
}

struct Entry {
    name: &'static str,
    columns: &'static str,
    table: OnceLock<Table>,
}

impl Workspace {
    /// A table by its exact name.
    pub fn get(&self, name: &str) -> Option<&Table> {
        let entry = self.tables.get(name)?;
        Some(entry.table.get_or_init(|| read(entry.name, entry.columns)))
    }

    /// All names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.tables.keys().copied()
    }

    /// How many tables there are.
    pub fn len(&self) -> usize {
        self.tables.len()
    }

    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }
}

/// The tables of `tables/workspace.txt`.
pub fn workspace() -> &'static Workspace {
    static WORKSPACE: OnceLock<Workspace> = OnceLock::new();
    WORKSPACE.get_or_init(|| {
        let lines = TEXT.lines().filter(|line| !line.starts_with('#'));
        let entries = lines.filter_map(|line| line.split_once('\t'));
        let entry = |(name, columns)| (name, Entry { name, columns, table: OnceLock::new() });
        Workspace { tables: entries.map(entry).collect() }
    })
}

/// A table of ours, or else of the workspace.
pub fn described(name: &str) -> Option<&'static Table> {
    registry().get(name).or_else(|| workspace().get(name))
}

fn read(name: &str, columns: &str) -> Table {
    let mut read: Vec<Column> = Vec::new();
    let mut dialect_time = None;
    let mut aliases = Vec::new();
    for part in columns.split('\t') {
        let mut words = part.split(' ');
        let Some(ty) = words.next().and_then(ColumnType::parse) else { continue };
        for word in words {
            let column = match word.split_once('=') {
                Some((column, other)) if ty == ColumnType::DateTime => {
                    dialect_time = Some(other.to_owned());
                    column
                }
                Some((column, other)) => {
                    let doc = "What the other dialect calls the column.".to_owned();
                    aliases.push(Alias { name: other.to_owned(), column: column.to_owned(), doc });
                    column
                }
                None => word,
            };
            read.push(Column { name: column.to_owned(), ty, doc: String::new() });
        }
    }
    // The order of a workspace: the time first, then by name, what begins with `_` last.
    read.sort_by_key(|c| (c.name != "TimeGenerated", c.name.starts_with('_'), c.name.to_lowercase(), c.name.clone()));
    let mut table = Table::of_columns(name, read, dialect_time);
    table.aliases = aliases;
    table
}

impl ColumnType {
    /// The type of that name.
    fn parse(name: &str) -> Option<Self> {
        const ALL: &[ColumnType] = &[
            ColumnType::Bool,
            ColumnType::Int,
            ColumnType::Long,
            ColumnType::Real,
            ColumnType::Decimal,
            ColumnType::String,
            ColumnType::DateTime,
            ColumnType::TimeSpan,
            ColumnType::Guid,
            ColumnType::Dynamic,
        ];
        ALL.iter().copied().find(|ty| ty.name() == name)
    }
}

impl Table {
    /// A table of a workspace: events by `TimeGenerated` where it has that column.
    fn of_columns(name: &str, columns: Vec<Column>, dialect_time: Option<String>) -> Self {
        let has_time = columns.iter().any(|c| c.name == "TimeGenerated" && c.ty == ColumnType::DateTime);
        let mut table = Self::empty();
        table.name = name.to_owned();
        table.doc =
            "A table of Sentinel or Defender XDR workspaces; no evidence fills it, a file of its name does.".to_owned();
        table.columns = columns;
        if has_time {
            table.kind = Kind::Events;
            table.time = Some("TimeGenerated".to_owned());
            table.dialect_time = dialect_time;
        }
        table.index_columns();
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_line_is_a_table() {
        let lines: Vec<&str> = TEXT.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.is_sorted());
        assert_eq!(workspace().len(), lines.len(), "a name stands twice");
        for name in workspace().names() {
            let table = workspace().get(name).unwrap();
            let words = lines.iter().find(|l| l.split('\t').next() == Some(name)).unwrap();
            let parts: Vec<&str> = words.split('\t').skip(1).collect();
            let expected: usize = parts.iter().map(|p| p.split(' ').count() - 1).sum();
            assert_eq!(table.columns.len(), expected, "{name}: a type is not known");
            let names: BTreeSet<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
            assert_eq!(names.len(), expected, "{name}: a column stands twice");
            assert!(registry().get(name).is_none(), "{name} has a file of its own");
            let plain = |n: &str| !n.is_empty() && n.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            assert!(plain(name) && names.iter().all(|n| plain(n)), "{name}");
        }
    }

    #[test]
    fn types_and_times() {
        let check = |table: &str, column: &str, expect| {
            assert_eq!(described(table).and_then(|t| t.resolve(column)).map(|c| c.ty), expect, "{table}.{column}");
        };
        check("SigninLogs", "TimeGenerated", Some(ColumnType::DateTime));
        check("SigninLogs", "Timestamp", None);
        check("SigninLogs", "LocationDetails", Some(ColumnType::Dynamic));
        check("EmailEvents", "Timestamp", Some(ColumnType::DateTime));
        check("EmailEvents", "UrlCount", Some(ColumnType::Int));
        check("EntraIdSignInEvents", "RiskDetails", Some(ColumnType::Int));
        check("EntraIdSignInEvents", "RiskLevelDuringSignIn", None);
        // Sentinel calls it `AccountUPN`, Defender XDR `AccountUpn`.
        check("IdentityInfo", "AccountUPN", Some(ColumnType::String));
        check("IdentityInfo", "AccountUpn", Some(ColumnType::String));
        check("DeviceProcessEvents", "ProcessId", Some(ColumnType::Long));
        assert!(described("NoSuchTable").is_none());
    }
}
