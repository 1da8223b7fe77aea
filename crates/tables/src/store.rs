use crate::spill::Spill;
use crate::{Record, Request, RowId, SourceId, TableBuilder, registry};
use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use diagnostics::Problem;
use std::collections::BTreeMap;
use std::sync::Arc;
use thiserror::Error;

/// An evidence file that rows came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceEntry {
    /// Relative to the argument that named it.
    pub path: String,
    /// What it was recognised as: `evtx`, `defender-csv`, `iis-config` …
    pub format: String,
    pub bytes: u64,
    /// Which evidence root it lies under.
    pub root: usize,
}

/// Why the store could not keep or give back rows.
#[derive(Debug, Error)]
pub enum StoreError {
    #[error("a batch for {table} does not fit its columns: {source}")]
    Batch { table: String, source: ArrowError },
    #[error("there is no table {0}")]
    UnknownTable(String),
    #[error("cannot use temporary files: {0}")]
    Temporary(#[from] std::io::Error),
    #[error("cannot write or read spilled rows: {0}")]
    Spill(#[from] ArrowError),
}

#[derive(Default)]
struct Rows {
    memory: Vec<RecordBatch>,
    spilled: Option<Spill>,
    rows: usize,
}

/// All rows of one run: each byte of evidence is read once, and every plan, window and correlation reads here.
///
/// Batches stay in memory until together they pass the budget; then the fullest table moves to a temporary file.
pub struct Store {
    request: Request,
    /// Bytes of batches to hold in memory.
    budget: usize,
    held: usize,
    tables: BTreeMap<String, Rows>,
    sources: Vec<SourceEntry>,
    groups: Vec<Vec<RowId>>,
    pub problems: Vec<Problem>,
}

impl Store {
    /// An empty store that will hold what `request` names, at most `budget` bytes of it in memory.
    pub fn new(request: Request, budget: usize) -> Self {
        Self {
            request,
            budget,
            held: 0,
            tables: BTreeMap::new(),
            sources: Vec::new(),
            groups: Vec::new(),
            problems: Vec::new(),
        }
    }

    pub const fn request(&self) -> &Request {
        &self.request
    }

    /// Registers an evidence file. Call in the files' output order: row ids sort by it.
    pub fn add_source(&mut self, path: &str, format: &str, bytes: u64, root: usize) -> SourceId {
        let id = SourceId(self.sources.len() as u32);
        self.sources.push(SourceEntry { path: path.to_owned(), format: format.to_owned(), bytes, root });
        id
    }

    /// Takes back a source that gave no row; only the one that was registered last can be taken back.
    pub fn withdraw_source(&mut self, source: SourceId) {
        if source.index() + 1 == self.sources.len() {
            self.sources.pop();
        }
    }

    pub fn sources(&self) -> &[SourceEntry] {
        &self.sources
    }

    pub fn source(&self, id: SourceId) -> Option<&SourceEntry> {
        self.sources.get(id.index())
    }

    /// One id for a row that was made of several records (a configuration change of six events).
    pub fn add_group(&mut self, records: Vec<RowId>) -> RowId {
        self.groups.push(records);
        RowId::group(self.groups.len() - 1)
    }

    /// The records that a row was made of, in order: source and ordinal.
    pub fn records(&self, row: RowId) -> Vec<(SourceId, u64)> {
        match row.record() {
            Record::Single { source, ordinal } => vec![(source, ordinal)],
            Record::Group(number) => {
                let mut records: Vec<_> = self
                    .groups
                    .get(number)
                    .into_iter()
                    .flatten()
                    .filter_map(|r| match r.record() {
                        Record::Single { source, ordinal } => Some((source, ordinal)),
                        Record::Group(_) => None,
                    })
                    .collect();
                records.sort_unstable();
                records.dedup();
                records
            }
        }
    }

    /// A builder for the columns of a table that are asked for; none when the table is not.
    pub fn builder(&self, table: &str) -> Option<TableBuilder> {
        let request = self.request.tables.get(table)?;
        Some(TableBuilder::new(registry().get(table)?, request))
    }

    /// Keeps a batch that a builder of this store made. Rows that nobody can use are dropped, unless some of their
    /// columns are asked for.
    ///
    /// # Errors
    /// When the batch cannot be filtered, or memory is full and the temporary file cannot be written.
    pub fn append(&mut self, table: &str, batch: RecordBatch) -> Result<(), StoreError> {
        let batch = match self.request.tables.get(table) {
            Some(_) if self.request.columns_of_other_rows(table).is_some() => batch,
            Some(request) => {
                request.filter.apply(&batch).map_err(|source| StoreError::Batch { table: table.into(), source })?
            }
            None => return Err(StoreError::UnknownTable(table.into())),
        };
        if batch.num_rows() == 0 {
            return Ok(());
        }
        self.held += batch.get_array_memory_size();
        let rows = self.tables.entry(table.to_owned()).or_default();
        rows.rows += batch.num_rows();
        rows.memory.push(batch);
        while self.held > self.budget {
            if !self.spill_fullest()? {
                break;
            }
        }
        Ok(())
    }

    /// Moves the table that holds the most memory to its file; false when none holds any.
    fn spill_fullest(&mut self) -> Result<bool, StoreError> {
        let size = |rows: &Rows| rows.memory.iter().map(RecordBatch::get_array_memory_size).sum::<usize>();
        let Some(rows) = self.tables.values_mut().max_by_key(|rows| size(rows)).filter(|rows| !rows.memory.is_empty())
        else {
            return Ok(false);
        };
        let freed = size(rows);
        let batches = std::mem::take(&mut rows.memory);
        if rows.spilled.is_none()
            && let Some(first) = batches.first()
        {
            rows.spilled = Some(Spill::create(&first.schema())?);
        }
        if let Some(spill) = &mut rows.spilled {
            for batch in &batches {
                spill.write(batch)?;
            }
        }
        self.held = self.held.saturating_sub(freed);
        Ok(true)
    }

    /// How many rows a table holds.
    pub fn rows(&self, table: &str) -> usize {
        self.tables.get(table).map_or(0, |rows| rows.rows)
    }

    /// The schema of the batches of a table that is asked for; the row id column is last.
    pub fn schema(&self, table: &str) -> Option<SchemaRef> {
        let request = self.request.tables.get(table)?;
        let definition = registry().get(table)?;
        Some(definition.schema_of(definition.columns.iter().filter(|c| request.columns.contains(&c.name))))
    }

    /// Ends writing: after this, [`Store::batches`] may be called. Spilled files are closed.
    ///
    /// # Errors
    /// When a temporary file cannot be finished.
    pub fn finish(&mut self) -> Result<(), StoreError> {
        for rows in self.tables.values_mut() {
            if let Some(spill) = &mut rows.spilled {
                spill.finish()?;
            }
        }
        Ok(())
    }

    /// A table's batches in the order they were appended: the spilled ones stream from their file.
    ///
    /// # Errors
    /// When a spilled file cannot be opened.
    pub fn batches(
        &self,
        table: &str,
    ) -> Result<Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>, StoreError> {
        let Some(rows) = self.tables.get(table) else { return Ok(Box::new(std::iter::empty())) };
        let memory: Vec<_> = rows.memory.iter().cloned().map(Ok).collect();
        Ok(match &rows.spilled {
            None => Box::new(memory.into_iter()),
            Some(spill) => Box::new(spill.read()?.chain(memory)),
        })
    }

    /// Tables that hold rows, sorted.
    pub fn filled(&self) -> impl Iterator<Item = (&str, usize)> {
        self.tables.iter().map(|(name, rows)| (name.as_str(), rows.rows))
    }

    /// The store for plans to read, when all evidence is in.
    ///
    /// # Errors
    /// As [`Store::finish`].
    pub fn into_shared(mut self) -> Result<Arc<Self>, StoreError> {
        self.finish()?;
        Ok(Arc::new(self))
    }
}
