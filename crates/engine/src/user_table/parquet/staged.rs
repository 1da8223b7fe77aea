//! Reading rows in stages: the columns of the first conditions, then those of the next for the rows that passed, and at
//! last those that only come out.
//!
//! The reader of Parquet files does the same with a filter of its own, but reads columns twice that conditions look at
//! and that come out.

use super::convert;
use super::reading::Reading;
use crate::rows::{BATCH, holds};
use datafusion::arrow::array::{Array, ArrayRef, BooleanArray, RecordBatch, RecordBatchOptions};
use datafusion::arrow::compute::{BatchCoalescer, concat, concat_batches, filter, prep_null_mask_filter};
use datafusion::common::cast::as_boolean_array;
use datafusion::error::{DataFusionError, Result};
use datafusion::parquet::arrow::arrow_reader::{ParquetRecordBatchReader, RowSelection, RowSelector};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Rows that passed all conditions, in batches.
pub(super) struct Staged {
    reading: Arc<Reading>,
    rows: usize,
    /// The rows' columns that were read on the way, by position.
    known: BTreeMap<usize, ArrayRef>,
    /// The columns that are still to be read; none where all are known.
    others: Option<ParquetRecordBatchReader>,
    /// Rows that have come out.
    done: usize,
}

impl Staged {
    /// Tries the conditions on some rows of a row group.
    pub(super) fn new(reading: Arc<Reading>, group: usize, from: usize, count: usize) -> Result<Self> {
        let mut selection = RowSelection::from(vec![RowSelector::skip(from), RowSelector::select(count)]);
        let mut staged = Self { reading, rows: count, known: BTreeMap::new(), others: None, done: 0 };
        for stage in 0..staged.reading.stages.len() {
            selection = staged.pass(stage, group, selection)?;
            if staged.rows == 0 {
                return Ok(staged);
            }
        }
        let wanted = staged.reading.columns.iter().copied();
        let others: Vec<usize> = wanted.filter(|column| !staged.known.contains_key(column)).collect();
        if !others.is_empty() {
            staged.others = Some(staged.reading.open(group, selection, &others)?);
        }
        Ok(staged)
    }

    /// How many rows passed.
    pub(super) const fn rows(&self) -> usize {
        self.rows
    }

    /// Tries the conditions of a stage on the rows that are left; gives those that are left then.
    fn pass(&mut self, stage: usize, group: usize, selection: RowSelection) -> Result<RowSelection> {
        let reading = Arc::clone(&self.reading);
        let Some(stage) = reading.stages.get(stage) else { return Ok(selection) };
        let keep = |column: &usize| reading.columns.contains(column) && !self.known.contains_key(column);
        let kept: Vec<usize> = stage.columns.iter().copied().filter(keep).collect();
        let schema = Arc::new(reading.file.schema.project(&kept)?);
        let places: Vec<usize> =
            kept.iter().filter_map(|column| stage.columns.iter().position(|c| c == column)).collect();
        let mut passing = BatchCoalescer::new(Arc::clone(&schema), BATCH);
        let mut batches = Vec::new();
        let mut masks: Vec<BooleanArray> = Vec::new();
        for batch in reading.open(group, selection.clone(), &stage.columns)? {
            let batch = convert::batch(&batch?, &reading.file.columns)?;
            let mask = holds(&stage.expr, &batch)?;
            let mask = if mask.null_count() > 0 { prep_null_mask_filter(&mask) } else { mask };
            if !kept.is_empty() && mask.true_count() > 0 {
                passing.push_batch_with_filter(batch.project(&places)?, &mask)?;
                while let Some(batch) = passing.next_completed_batch() {
                    batches.push(batch);
                }
            }
            masks.push(mask);
        }
        passing.finish_buffered_batch()?;
        while let Some(batch) = passing.next_completed_batch() {
            batches.push(batch);
        }
        self.rows = masks.iter().map(BooleanArray::true_count).sum();
        if !self.known.is_empty() {
            let all: Vec<&dyn Array> = masks.iter().map(|m| m as _).collect();
            let mask = concat(&all)?;
            let mask = as_boolean_array(&mask)?;
            for column in self.known.values_mut() {
                *column = filter(column.as_ref(), mask)?;
            }
        }
        let together = concat_batches(&schema, &batches)?;
        self.known.extend(kept.into_iter().zip(together.columns().iter().cloned()));
        Ok(selection.and_then(&RowSelection::from_filters(&masks)))
    }

    /// Rows that follow those that have come out, with the columns that were read just now.
    fn batch(&mut self, others: Option<&RecordBatch>) -> Result<RecordBatch> {
        let left = self.rows - self.done;
        let rows = others.map_or_else(|| left.min(BATCH), RecordBatch::num_rows).min(left);
        let mut columns = Vec::with_capacity(self.reading.columns.len());
        for (position, field) in self.reading.columns.iter().zip(self.reading.schema.fields()) {
            let known = self.known.get(position).map(|column| column.slice(self.done, rows));
            let column = known.or_else(|| others?.column_by_name(field.name()).cloned());
            columns.push(
                column
                    .ok_or_else(|| DataFusionError::Internal(format!("the column `{}` was not read", field.name())))?,
            );
        }
        self.done += rows;
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        Ok(RecordBatch::try_new_with_options(Arc::clone(&self.reading.schema), columns, &options)?)
    }
}

impl Iterator for Staged {
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done >= self.rows {
            return None;
        }
        let Some(others) = &mut self.others else { return Some(self.batch(None)) };
        let read = match others.next()? {
            Ok(batch) => convert::batch(&batch, &self.reading.file.columns),
            Err(error) => Err(error.into()),
        };
        let batch = read.and_then(|batch| self.batch(Some(&batch)));
        if batch.is_err() {
            self.done = self.rows;
        }
        Some(batch)
    }
}
