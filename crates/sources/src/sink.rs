//! Where readers put rows.

use crate::ReadError;
use crate::value::Value;
use diagnostics::{Problem, Severity};
use evtx_arrow::ticks;
use std::collections::{BTreeMap, BTreeSet};
use tables::{Cell, ColumnType, RowId, SourceId, Store, Table, TableBuilder, registry};

/// Rows of a batch.
const BATCH: usize = 8192;
/// Computers of one root past this number no longer matter: the root is not one computer's.
const MOST_COMPUTERS: usize = 100;

/// A table that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot(usize);

/// A column that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Column {
    index: usize,
    pub(crate) ty: ColumnType,
}

struct Open {
    table: &'static Table,
    builder: TableBuilder,
    /// The time column, and the other dialect's where the table has both.
    times: Vec<usize>,
    type_column: Option<usize>,
    oldest: Option<i64>,
    newest: Option<i64>,
}

/// Rows with a time that cannot be.
#[derive(Default)]
struct Future {
    rows: u64,
    first: Option<RowId>,
}

/// Builders of all tables that are asked for, in front of the store.
pub(crate) struct Sink<'s> {
    store: &'s mut Store,
    tables: Vec<Open>,
    /// Times after this are not believed.
    latest: i64,
    future: BTreeMap<SourceId, Future>,
    computers: BTreeMap<usize, BTreeSet<String>>,
    pub(crate) records: u64,
}

impl<'s> Sink<'s> {
    /// `wall_clock` in ticks.
    pub(crate) fn new(store: &'s mut Store, wall_clock: i64) -> Self {
        let names: Vec<String> = store.request().tables.keys().cloned().collect();
        let tables = names
            .iter()
            .filter_map(|name| {
                let table = registry().get(name)?;
                let builder = store.builder(name)?;
                let times = [&table.time, &table.dialect_time];
                Some(Open {
                    times: times.into_iter().flatten().filter_map(|column| builder.column(column)).collect(),
                    type_column: builder.column("Type"),
                    table,
                    builder,
                    oldest: None,
                    newest: None,
                })
            })
            .collect();
        let latest = wall_clock.saturating_add(ticks::DAY);
        Self { store, tables, latest, future: BTreeMap::new(), computers: BTreeMap::new(), records: 0 }
    }

    /// A table, if it is asked for.
    pub(crate) fn slot(&self, table: &str) -> Option<Slot> {
        self.tables.iter().position(|open| open.table.name == table).map(Slot)
    }

    /// A table's column, if it is asked for. Look it up once, not for every row.
    pub(crate) fn column(&self, slot: Slot, name: &str) -> Option<Column> {
        let open = self.tables.get(slot.0)?;
        let column = open.table.resolve(name)?;
        Some(Column { index: open.builder.column(&column.name)?, ty: column.ty })
    }

    /// Sets a cell of the row being built; the first value counts.
    pub(crate) fn set(&mut self, slot: Slot, column: Column, value: &Value<'_>) {
        if let Some(open) = self.tables.get_mut(slot.0) {
            value.with_cell(column.ty, |cell| open.builder.set(column.index, cell));
        }
    }

    /// Sets a cell by the column's name, for tables of few rows.
    pub(crate) fn set_named(&mut self, slot: Slot, name: &str, value: &Value<'_>) {
        if let Some(column) = self.column(slot, name) {
            self.set(slot, column, value);
        }
    }

    /// Ends the row.
    pub(crate) fn finish_row(&mut self, slot: Slot, row: RowId, time: Option<i64>) -> Result<(), ReadError> {
        let Some(open) = self.tables.get_mut(slot.0) else { return Ok(()) };
        if let Some(time) = time {
            for &column in &open.times {
                open.builder.set(column, Cell::Int(time));
            }
            if time <= self.latest {
                open.oldest = Some(open.oldest.map_or(time, |oldest| oldest.min(time)));
                open.newest = Some(open.newest.map_or(time, |newest| newest.max(time)));
            } else if let Some((source, _)) = self.store.records(row).first() {
                let future = self.future.entry(*source).or_default();
                future.rows += 1;
                future.first.get_or_insert(row);
            }
        }
        if let Some(column) = open.type_column {
            open.builder.set(column, Cell::Str(&open.table.name));
        }
        open.builder.finish_row(row);
        if open.builder.len() >= BATCH {
            flush(self.store, open)?;
        }
        Ok(())
    }

    /// One id for a row that was made of these records.
    pub(crate) fn cite(&mut self, records: &[RowId]) -> Option<RowId> {
        match records {
            [] => None,
            [one] => Some(*one),
            many => Some(self.store.add_group(many.to_vec())),
        }
    }

    pub(crate) fn add_source(&mut self, path: &str, format: &str, bytes: u64, root: usize) -> SourceId {
        self.store.add_source(path, format, bytes, root)
    }

    pub(crate) fn problem(&mut self, problem: Problem) {
        self.store.problems.push(problem);
    }

    pub(crate) fn info(&mut self, path: &str, place: impl Into<String>, text: impl Into<String>) {
        let (path, place, text) = (path.to_owned(), place.into(), text.into());
        self.problem(Problem { severity: Severity::Info, path, place, text });
    }

    /// Notes that events of a root came from this computer.
    pub(crate) fn saw_computer(&mut self, root: usize, name: &str) {
        let computers = self.computers.entry(root).or_default();
        if computers.len() < MOST_COMPUTERS && !name.is_empty() && !computers.contains(name) {
            computers.insert(name.to_owned());
        }
    }

    pub(crate) const fn computers(&self) -> &BTreeMap<usize, BTreeSet<String>> {
        &self.computers
    }

    /// Hands the last rows to the store and lists what was odd about times. Returns each table's oldest and newest
    /// time.
    pub(crate) fn finish(mut self) -> Result<BTreeMap<String, (i64, i64)>, ReadError> {
        let mut extents = BTreeMap::new();
        for open in &mut self.tables {
            flush(self.store, open)?;
            if let (Some(oldest), Some(newest)) = (open.oldest, open.newest) {
                extents.insert(open.table.name.clone(), (oldest, newest));
            }
        }
        for (source, future) in std::mem::take(&mut self.future) {
            let record = future.first.and_then(|row| self.store.records(row).first().map(|(_, record)| *record));
            let path = self.store.source(source).map(|source| source.path.clone()).unwrap_or_default();
            let place = record.map(|record| format!("record {record}")).unwrap_or_default();
            let rows = future.rows;
            let text = format!(
                "a time more than a day after this computer's clock ({rows} rows); not taken for the newest time"
            );
            self.problem(Problem::warning(path, place, text));
        }
        Ok(extents)
    }
}

fn flush(store: &mut Store, open: &mut Open) -> Result<(), ReadError> {
    if open.builder.is_empty() {
        return Ok(());
    }
    let batch = open.builder.finish().map_err(ReadError::Batch)?;
    Ok(store.append(&open.table.name, batch)?)
}
