//! Reading the row groups of a file.
//!
//! Columns that conditions look at are read first, and of the others only the rows that pass ([`Staged`]); a file in
//! which most rows pass is read as a whole instead. Large row groups are read in several parts.

use super::staged::Staged;
use super::{FileFacts, convert, prune};
use crate::rows::{BATCH, Batches, Condition, Part, Parts, Scan, holds};
use datafusion::arrow::array::{BooleanArray, RecordBatch};
use datafusion::arrow::compute::{BatchCoalescer, and_kleene};
use datafusion::arrow::datatypes::{Schema, SchemaRef};
use datafusion::error::Result;
use datafusion::parquet::arrow::ProjectionMask;
use datafusion::parquet::arrow::arrow_reader::{
    ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowSelection, RowSelector,
};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::utils::{conjunction, reassign_expr_columns};
use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Rows that one part has at most.
const PART: usize = 1 << 17;

/// Conditions that are tried together.
pub(super) struct Stage {
    /// Positions of the columns that they look at.
    pub(super) columns: Vec<usize>,
    /// Over these columns.
    pub(super) expr: Arc<dyn PhysicalExpr>,
}

/// One scan of a file.
pub(super) struct Reading {
    pub(super) file: Arc<FileFacts>,
    /// Positions of the columns that come out, in the order of the file, and their schema.
    pub(super) columns: Vec<usize>,
    pub(super) schema: SchemaRef,
    pub(super) stages: Vec<Stage>,
    /// Rows looked at and rows that passed, of the parts that have been read.
    seen: AtomicUsize,
    passed: AtomicUsize,
}

/// The parts of a file that can hold rows that are wanted.
pub(super) fn parts(file: &Arc<FileFacts>, scan: &Scan) -> Result<Parts> {
    let groups = file.metadata.metadata().row_groups();
    let kept = prune::row_groups(file, &scan.conditions);
    let mut columns = scan.columns.clone();
    columns.sort_unstable();
    columns.dedup();
    let schema = Arc::new(file.schema.project(&columns)?);
    let stages = stages(file, &scan.conditions)?;
    let reading = Arc::new(Reading {
        file: Arc::clone(file),
        columns,
        schema,
        stages,
        seen: AtomicUsize::new(0),
        passed: AtomicUsize::new(0),
    });
    let mut parts: Vec<Part> = Vec::new();
    for group in &kept {
        let rows = groups.get(*group).map_or(0, |g| usize::try_from(g.num_rows()).unwrap_or(0));
        for from in (0..rows).step_by(PART) {
            let (reading, group, count) = (Arc::clone(&reading), *group, PART.min(rows - from));
            parts.push(Arc::new(move || Arc::clone(&reading).part(group, from, count)));
        }
    }
    Ok(Parts { parts, groups: groups.len(), groups_read: kept.len() })
}

/// What is tried one after the other: what only compares, then what calls functions, of each set of columns apart, the
/// set that is smallest in the file first.
fn stages(file: &FileFacts, conditions: &[Condition]) -> Result<Vec<Stage>> {
    let mut sets: Vec<(Vec<usize>, Vec<&Condition>)> = Vec::new();
    let (cheap, others): (Vec<_>, Vec<_>) = conditions.iter().partition(|condition| condition.cheap);
    for condition in others {
        match sets.iter_mut().find(|(columns, _)| *columns == condition.columns) {
            Some((_, conditions)) => conditions.push(condition),
            None => sets.push((condition.columns.clone(), vec![condition])),
        }
    }
    sets.sort_by_key(|(columns, _)| bytes_of(file, columns));
    if !cheap.is_empty() {
        let mut columns: Vec<usize> = cheap.iter().flat_map(|c| c.columns.iter().copied()).collect();
        columns.sort_unstable();
        columns.dedup();
        sets.insert(0, (columns, cheap));
    }
    sets.into_iter()
        .map(|(columns, conditions)| {
            let all = conjunction(conditions.iter().map(|c| Arc::clone(&c.expr)));
            Ok(Stage { expr: reassign_expr_columns(all, &file.schema.project(&columns)?)?, columns })
        })
        .collect()
}

/// Bytes that some columns take in the file's first row group, once decompressed.
fn bytes_of(file: &FileFacts, columns: &[usize]) -> i64 {
    let metadata = file.metadata.metadata();
    let description = metadata.file_metadata().schema_descr();
    let group = metadata.row_groups().first();
    let chunks = group.iter().flat_map(|group| group.columns().iter().enumerate());
    let wanted = chunks.filter(|(leaf, _)| columns.contains(&description.get_column_root_idx(*leaf)));
    wanted.map(|(_, chunk)| chunk.uncompressed_size()).sum()
}

impl Reading {
    /// Some columns of some rows of a row group.
    pub(super) fn open(
        &self,
        group: usize,
        selection: RowSelection,
        columns: &[usize],
    ) -> Result<ParquetRecordBatchReader> {
        let file = File::open(&self.file.path)?;
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.file.metadata.clone())
            .with_batch_size(BATCH)
            .with_row_groups(vec![group])
            .with_row_selection(selection);
        let mask = ProjectionMask::roots(builder.parquet_schema(), columns.iter().copied());
        Ok(builder.with_projection(mask).build()?)
    }

    /// Some rows of a row group.
    fn part(self: Arc<Self>, group: usize, from: usize, count: usize) -> Result<Batches> {
        let late = self.late();
        self.seen.fetch_add(count, Ordering::Relaxed);
        if late {
            let staged = Staged::new(Arc::clone(&self), group, from, count)?;
            self.passed.fetch_add(staged.rows(), Ordering::Relaxed);
            return Ok(Box::new(staged));
        }
        let mut wanted = self.columns.clone();
        wanted.extend(self.stages.iter().flat_map(|s| s.columns.iter().copied()));
        wanted.sort_unstable();
        wanted.dedup();
        let selection = RowSelection::from(vec![RowSelector::skip(from), RowSelector::select(count)]);
        let reader = self.open(group, selection, &wanted)?;
        if self.stages.is_empty() {
            return Ok(Box::new(reader.map(move |batch| convert::batch(&batch?, &self.file.columns))));
        }
        let conditions = self.conditions(&wanted)?;
        Ok(Box::new(Passing {
            coalescer: BatchCoalescer::new(Arc::clone(&self.schema), BATCH)
                .with_biggest_coalesce_batch_size(Some(BATCH / 2)),
            reader: Some(reader),
            conditions,
            reading: self,
        }))
    }

    /// Whether columns that only come out are read after the conditions were tried.
    fn late(&self) -> bool {
        let conditions: Vec<usize> = self.stages.iter().flat_map(|s| s.columns.iter().copied()).collect();
        let more = self.columns.iter().any(|c| !conditions.contains(c)) || self.stages.len() > 1;
        // What passed is known a little later than what was seen; the guess only has to be good enough.
        let (seen, passed) = (self.seen.load(Ordering::Relaxed), self.passed.load(Ordering::Relaxed));
        !self.stages.is_empty() && more && passed <= seen / 3
    }

    /// All conditions over the columns that are read.
    fn conditions(&self, columns: &[usize]) -> Result<Vec<Arc<dyn PhysicalExpr>>> {
        let schema: Schema = self.file.schema.project(columns)?;
        self.stages.iter().map(|s| reassign_expr_columns(Arc::clone(&s.expr), &schema)).collect()
    }
}

/// Rows that pass, in batches of a good size.
struct Passing {
    reading: Arc<Reading>,
    reader: Option<ParquetRecordBatchReader>,
    /// Conditions that the reader has not tried.
    conditions: Vec<Arc<dyn PhysicalExpr>>,
    coalescer: BatchCoalescer,
}

impl Passing {
    fn take(&mut self, batch: &RecordBatch) -> Result<()> {
        let batch = convert::batch(batch, &self.reading.file.columns)?;
        let mut passes: Option<BooleanArray> = None;
        for condition in &self.conditions {
            let next = holds(condition, &batch)?;
            passes = Some(match passes {
                Some(before) => and_kleene(&before, &next)?,
                None => next,
            });
            if passes.as_ref().is_some_and(|p| p.true_count() == 0) {
                return Ok(());
            }
        }
        let passed = passes.as_ref().map_or(batch.num_rows(), BooleanArray::true_count);
        self.reading.passed.fetch_add(passed, Ordering::Relaxed);
        let positions: Vec<usize> =
            self.reading.schema.fields().iter().map(|f| batch.schema().index_of(f.name())).collect::<Result<_, _>>()?;
        let batch = batch.project(&positions)?;
        match passes {
            Some(passes) => self.coalescer.push_batch_with_filter(batch, &passes)?,
            None => self.coalescer.push_batch(batch)?,
        }
        Ok(())
    }
}

impl Iterator for Passing {
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(batch) = self.coalescer.next_completed_batch() {
                return Some(Ok(batch));
            }
            let step = match self.reader.as_mut()?.next() {
                Some(Ok(batch)) => self.take(&batch),
                Some(Err(error)) => Err(error.into()),
                None => {
                    self.reader = None;
                    match self.coalescer.finish_buffered_batch() {
                        Ok(()) => return self.coalescer.next_completed_batch().map(Ok),
                        Err(error) => Err(error.into()),
                    }
                }
            };
            if let Err(error) = step {
                self.reader = None;
                return Some(Err(error));
            }
        }
    }
}
