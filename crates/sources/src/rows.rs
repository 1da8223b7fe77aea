//! Rows being built: one builder for each table that is asked for. Every thread that reads a log has its own.

use crate::value::Value;
use arrow::array::RecordBatch;
use arrow::error::ArrowError;
use std::collections::BTreeMap;
use std::sync::Arc;
use tables::{Cell, ColumnType, Matcher, Record, Request, RowId, SourceId, Table, TableBuilder, registry};

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
    matcher: Arc<Matcher>,
    /// The columns of rows that nobody asks for.
    others: Option<Vec<Column>>,
    extent: Option<(i64, i64)>,
}

/// Rows with a time that cannot be.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Future {
    pub(crate) rows: u64,
    pub(crate) first: Option<RowId>,
}

/// Rows with a time that cannot be, by the source of those that come from one record.
pub(crate) type Futures = BTreeMap<Option<SourceId>, Future>;

/// Builders of all tables that are asked for.
pub(crate) struct Rows {
    request: Arc<Request>,
    tables: Vec<Open>,
    /// Times after this are not believed.
    latest: i64,
    /// In ticks; conditions are asked of rows of these times only.
    range: Option<(i64, i64)>,
    future: Futures,
}

/// What [`Rows`] held, in the same order of tables.
pub(crate) struct Taken {
    pub(crate) batches: Vec<Option<RecordBatch>>,
    extents: Vec<Option<(i64, i64)>>,
    future: Futures,
}

impl Rows {
    /// `latest` and `range` in ticks.
    pub(crate) fn new(request: Arc<Request>, latest: i64, range: Option<(i64, i64)>) -> Self {
        let tables = request
            .tables
            .iter()
            .filter_map(|(name, wanted)| {
                let table = registry().get(name)?;
                let builder = TableBuilder::new(table, wanted);
                let times = [&table.time, &table.dialect_time];
                let column = |name: &String| {
                    let ty = table.column(name)?.ty;
                    Some(Column { index: builder.column(name)?, ty })
                };
                let others = request.columns_of_other_rows(name);
                let others = others.map(|names| names.iter().filter_map(column).collect());
                Some(Open {
                    times: times.into_iter().flatten().filter_map(|column| builder.column(column)).collect(),
                    type_column: builder.column("Type"),
                    matcher: Arc::new(Matcher::new(&wanted.filter)),
                    others,
                    table,
                    builder,
                    extent: None,
                })
            })
            .collect();
        Self { request, tables, latest, range, future: Futures::new() }
    }

    /// The same tables without rows, for another thread.
    pub(crate) fn another(&self) -> Self {
        Self::new(Arc::clone(&self.request), self.latest, self.range)
    }

    /// What tells which rows of a table are of use.
    pub(crate) fn matcher(&self, slot: Slot) -> Arc<Matcher> {
        self.tables.get(slot.0).map(|open| Arc::clone(&open.matcher)).unwrap_or_default()
    }

    /// The columns of a table's rows that nobody asks for; none when such rows are not wanted at all.
    pub(crate) fn columns_of_other_rows(&self, slot: Slot) -> Option<&[Column]> {
        self.tables.get(slot.0)?.others.as_deref()
    }

    /// Conditions are asked of rows of these times only: ticks.
    pub(crate) const fn range(&self) -> Option<(i64, i64)> {
        self.range
    }

    /// A table, if it is asked for.
    pub(crate) fn slot(&self, table: &str) -> Option<Slot> {
        self.tables.iter().position(|open| open.table.name == table).map(Slot)
    }

    /// All tables that are asked for.
    pub(crate) fn slots(&self) -> impl Iterator<Item = (Slot, &'static Table)> {
        self.tables.iter().enumerate().map(|(index, open)| (Slot(index), open.table))
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

    /// Notes the time of a row, also of one that nobody can use: what time it is depends on all of them.
    pub(crate) fn note_time(&mut self, slot: Slot, row: RowId, time: Option<i64>) {
        let (Some(open), Some(time)) = (self.tables.get_mut(slot.0), time) else { return };
        if time <= self.latest {
            let (oldest, newest) = open.extent.unwrap_or((time, time));
            open.extent = Some((oldest.min(time), newest.max(time)));
            return;
        }
        let source = match row.record() {
            Record::Single { source, .. } => Some(source),
            Record::Group(_) => None,
        };
        let future = self.future.entry(source).or_default();
        future.rows += 1;
        future.first.get_or_insert(row);
    }

    /// Ends the row.
    pub(crate) fn finish_row(&mut self, slot: Slot, row: RowId, time: Option<i64>) {
        self.note_time(slot, row, time);
        let Some(open) = self.tables.get_mut(slot.0) else { return };
        if let Some(time) = time {
            for &column in &open.times {
                open.builder.set(column, Cell::Int(time));
            }
        }
        if let Some(column) = open.type_column {
            open.builder.set(column, Cell::Str(&open.table.name));
        }
        open.builder.finish_row(row);
    }

    /// Rows of a table.
    pub(crate) fn len(&self, slot: Slot) -> usize {
        self.tables.get(slot.0).map_or(0, |open| open.builder.len())
    }

    /// The rows of a table so far; it is then empty and goes on.
    pub(crate) fn batch(&mut self, slot: Slot) -> Result<Option<RecordBatch>, ArrowError> {
        match self.tables.get_mut(slot.0) {
            Some(open) if !open.builder.is_empty() => open.builder.finish().map(Some),
            _ => Ok(None),
        }
    }

    /// Everything so far; all is then empty and goes on.
    pub(crate) fn take(&mut self) -> Result<Taken, ArrowError> {
        let mut batches = Vec::with_capacity(self.tables.len());
        for open in &mut self.tables {
            batches.push(if open.builder.is_empty() { None } else { Some(open.builder.finish()?) });
        }
        let extents = self.tables.iter_mut().map(|open| open.extent.take()).collect();
        Ok(Taken { batches, extents, future: std::mem::take(&mut self.future) })
    }

    /// Notes the times of what another had.
    pub(crate) fn add_times(&mut self, taken: &Taken) {
        for (open, extent) in self.tables.iter_mut().zip(&taken.extents) {
            if let Some((from, to)) = *extent {
                let (oldest, newest) = open.extent.unwrap_or((from, to));
                open.extent = Some((oldest.min(from), newest.max(to)));
            }
        }
        for (source, more) in &taken.future {
            let future = self.future.entry(*source).or_default();
            future.rows += more.rows;
            future.first = future.first.or(more.first);
        }
    }

    /// Each table's oldest and newest time.
    pub(crate) fn extents(&self) -> BTreeMap<String, (i64, i64)> {
        self.tables.iter().filter_map(|open| Some((open.table.name.clone(), open.extent?))).collect()
    }

    pub(crate) fn take_futures(&mut self) -> Futures {
        std::mem::take(&mut self.future)
    }
}
