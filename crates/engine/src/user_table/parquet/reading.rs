//! Reading the row groups of a file.
//!
//! Columns that conditions look at are read first, and of the others only the rows that pass; a file in which most
//! rows pass is read as a whole instead. Large row groups are read in several parts.

use super::{FileFacts, convert, prune};
use crate::rows::{BATCH, Batches, Condition, Part, Parts, Scan, holds};
use datafusion::arrow::array::{BooleanArray, RecordBatch};
use datafusion::arrow::compute::{BatchCoalescer, and_kleene};
use datafusion::arrow::datatypes::{Schema, SchemaRef};
use datafusion::arrow::error::ArrowError;
use datafusion::error::Result;
use datafusion::parquet::arrow::ProjectionMask;
use datafusion::parquet::arrow::arrow_reader::{
    ArrowPredicate, ArrowPredicateFn, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowFilter,
    RowSelection, RowSelector,
};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::utils::{conjunction, reassign_expr_columns};
use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Rows that one part has at most.
const PART: usize = 1 << 17;

/// Conditions that are tried together.
struct Stage {
    /// Positions of the columns that they look at.
    columns: Vec<usize>,
    /// Over these columns.
    expr: Arc<dyn PhysicalExpr>,
}

/// One scan of a file.
struct Reading {
    file: Arc<FileFacts>,
    /// Positions of the columns that come out, in the order of the file, and their schema.
    columns: Vec<usize>,
    schema: SchemaRef,
    stages: Vec<Stage>,
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
    let mut stages = Vec::new();
    for cheap in [true, false] {
        let conditions: Vec<&Condition> = scan.conditions.iter().filter(|c| c.cheap == cheap).collect();
        if conditions.is_empty() {
            continue;
        }
        let mut used: Vec<usize> = conditions.iter().flat_map(|c| c.columns.iter().copied()).collect();
        used.sort_unstable();
        used.dedup();
        let all = conjunction(conditions.iter().map(|c| Arc::clone(&c.expr)));
        stages.push(Stage { expr: reassign_expr_columns(all, &file.schema.project(&used)?)?, columns: used });
    }
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

impl Reading {
    /// Some rows of a row group.
    fn part(self: Arc<Self>, group: usize, from: usize, count: usize) -> Result<Batches> {
        let file = File::open(&self.file.path)?;
        let mut builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.file.metadata.clone())
            .with_batch_size(BATCH)
            .with_row_groups(vec![group])
            .with_row_selection(RowSelection::from(vec![RowSelector::skip(from), RowSelector::select(count)]));
        let late = self.late();
        let mut wanted = self.columns.clone();
        if late {
            let predicates = self.stages.iter().map(|stage| Box::new(self.predicate(stage)) as Box<dyn ArrowPredicate>);
            builder = builder.with_row_filter(RowFilter::new(predicates.collect()));
        } else {
            wanted.extend(self.stages.iter().flat_map(|s| s.columns.iter().copied()));
            wanted.sort_unstable();
            wanted.dedup();
        }
        let mask = ProjectionMask::roots(builder.parquet_schema(), wanted.iter().copied());
        let reader = builder.with_projection(mask).build()?;
        if self.stages.is_empty() {
            return Ok(Box::new(reader.map(move |batch| convert::batch(&batch?, &self.file.columns))));
        }
        let conditions = if late { Vec::new() } else { self.conditions(&wanted)? };
        self.seen.fetch_add(count, Ordering::Relaxed);
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

    fn predicate(&self, stage: &Stage) -> ArrowPredicateFn<impl FnMut(RecordBatch) -> ArrowResult + Send + use<>> {
        let parquet = self.file.metadata.parquet_schema();
        let mask = ProjectionMask::roots(parquet, stage.columns.iter().copied());
        let (file, expr) = (Arc::clone(&self.file), Arc::clone(&stage.expr));
        ArrowPredicateFn::new(mask, move |batch| {
            let batch = convert::batch(&batch, &file.columns)?;
            Ok(holds(&expr, &batch)?)
        })
    }

    /// All conditions over the columns that are read.
    fn conditions(&self, columns: &[usize]) -> Result<Vec<Arc<dyn PhysicalExpr>>> {
        let schema: Schema = self.file.schema.project(columns)?;
        self.stages.iter().map(|s| reassign_expr_columns(Arc::clone(&s.expr), &schema)).collect()
    }
}

type ArrowResult = std::result::Result<BooleanArray, ArrowError>;

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
