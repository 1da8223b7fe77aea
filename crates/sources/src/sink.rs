//! Where readers put rows.

use crate::ReadError;
use crate::rows::{Column, Rows, Slot, Taken};
use crate::value::Value;
use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use diagnostics::{Problem, Severity};
use evtx_arrow::ticks;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tables::{RowId, SourceId, Store};

/// Rows of a batch.
const BATCH: usize = 8192;
/// Computers of one root past this number no longer matter: the root is not one computer's.
const MOST_COMPUTERS: usize = 100;

/// Builders of all tables that are asked for, in front of the store.
pub(crate) struct Sink<'s> {
    store: &'s mut Store,
    pub(crate) rows: Rows,
    /// Small batches of each table that wait to become a larger one.
    waiting: Vec<Vec<RecordBatch>>,
    computers: BTreeMap<usize, BTreeSet<String>>,
    pub(crate) records: u64,
}

impl<'s> Sink<'s> {
    /// `wall_clock` and `range` in ticks.
    pub(crate) fn new(store: &'s mut Store, wall_clock: i64, range: Option<(i64, i64)>) -> Self {
        let rows = Rows::new(Arc::new(store.request().clone()), wall_clock.saturating_add(ticks::DAY), range);
        let waiting = rows.slots().map(|_| Vec::new()).collect();
        Self { store, rows, waiting, computers: BTreeMap::new(), records: 0 }
    }

    /// A table, if it is asked for.
    pub(crate) fn slot(&self, table: &str) -> Option<Slot> {
        self.rows.slot(table)
    }

    /// A table's column, if it is asked for. Look it up once, not for every row.
    pub(crate) fn column(&self, slot: Slot, name: &str) -> Option<Column> {
        self.rows.column(slot, name)
    }

    /// Sets a cell of the row being built; the first value counts.
    pub(crate) fn set(&mut self, slot: Slot, column: Column, value: &Value<'_>) {
        self.rows.set(slot, column, value);
    }

    /// Sets a cell by the column's name, for tables of few rows.
    pub(crate) fn set_named(&mut self, slot: Slot, name: &str, value: &Value<'_>) {
        if let Some(column) = self.column(slot, name) {
            self.set(slot, column, value);
        }
    }

    /// Ends the row.
    pub(crate) fn finish_row(&mut self, slot: Slot, row: RowId, time: Option<i64>) -> Result<(), ReadError> {
        self.rows.finish_row(slot, row, time);
        if self.rows.len(slot) >= BATCH { self.flush(slot) } else { Ok(()) }
    }

    /// Hands rows to the store where there are enough of them.
    pub(crate) fn settle(&mut self) -> Result<(), ReadError> {
        let full: Vec<Slot> =
            self.rows.slots().map(|(slot, _)| slot).filter(|slot| self.rows.len(*slot) >= BATCH).collect();
        full.into_iter().try_for_each(|slot| self.flush(slot))
    }

    /// Takes over what another thread built. It comes after all rows so far.
    pub(crate) fn take_over(&mut self, taken: Taken) -> Result<(), ReadError> {
        self.rows.add_times(&taken);
        let slots: Vec<Slot> = self.rows.slots().map(|(slot, _)| slot).collect();
        for ((slot, batch), index) in slots.into_iter().zip(taken.batches).zip(0..) {
            let Some(batch) = batch else { continue };
            if self.rows.len(slot) > 0 {
                self.flush_rows(slot, index)?;
            }
            self.push(slot, index, batch)?;
        }
        Ok(())
    }

    fn push(&mut self, slot: Slot, index: usize, batch: RecordBatch) -> Result<(), ReadError> {
        let Some(waiting) = self.waiting.get_mut(index) else { return Ok(()) };
        waiting.push(batch);
        if waiting.iter().map(RecordBatch::num_rows).sum::<usize>() >= BATCH { self.flush(slot) } else { Ok(()) }
    }

    /// The rows being built join the small batches.
    fn flush_rows(&mut self, slot: Slot, index: usize) -> Result<(), ReadError> {
        if let (Some(batch), Some(waiting)) =
            (self.rows.batch(slot).map_err(ReadError::Batch)?, self.waiting.get_mut(index))
        {
            waiting.push(batch);
        }
        Ok(())
    }

    /// Hands all rows of a table to the store.
    fn flush(&mut self, slot: Slot) -> Result<(), ReadError> {
        let Some((index, (_, table))) = self.rows.slots().enumerate().find(|(_, (have, _))| *have == slot) else {
            return Ok(());
        };
        self.flush_rows(slot, index)?;
        let Some(waiting) = self.waiting.get_mut(index) else { return Ok(()) };
        let batches = std::mem::take(waiting);
        let batch = match batches.as_slice() {
            [] => return Ok(()),
            [one] => one.clone(),
            [first, ..] => concat_batches(&first.schema(), &batches).map_err(ReadError::Batch)?,
        };
        Ok(self.store.append(&table.name, batch)?)
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

    /// Takes back a source that was added last and gave no row.
    pub(crate) fn withdraw_source(&mut self, source: SourceId) {
        self.store.withdraw_source(source);
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
        let slots: Vec<Slot> = self.rows.slots().map(|(slot, _)| slot).collect();
        for slot in slots {
            self.flush(slot)?;
        }
        // Rows of several records are of the source of their first.
        let mut sources: BTreeMap<SourceId, (u64, RowId)> = BTreeMap::new();
        for (source, future) in self.rows.take_futures() {
            let Some(first) = future.first else { continue };
            let source = source.or_else(|| self.store.records(first).first().map(|(source, _)| *source));
            if let Some(source) = source {
                let entry = sources.entry(source).or_insert((0, first));
                entry.0 += future.rows;
            }
        }
        for (source, (rows, first)) in sources {
            let record = self.store.records(first).first().map(|(_, record)| *record);
            let path = self.store.source(source).map(|source| source.path.clone()).unwrap_or_default();
            let place = record.map(|record| format!("record {record}")).unwrap_or_default();
            let text = format!(
                "a time more than a day after this computer's clock ({rows} rows); not taken for the newest time"
            );
            self.problem(Problem::warning(path, place, text));
        }
        Ok(self.rows.extents())
    }
}
