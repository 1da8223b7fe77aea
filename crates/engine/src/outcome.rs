//! What a query gives back.

use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use diagnostics::Diagnostic;
use kql_functions::{KqlType, OwnedValue, Value, read};
use kql_plan::Lineage;

/// A query's result, and what is to be said about its text.
#[derive(Debug, Clone, Default)]
pub struct QueryOutcome {
    /// Absent when there was an error.
    pub result: Option<QueryResult>,
    pub diagnostics: Vec<Diagnostic>,
}

/// The rows of a result. Columns are stored as [`KqlType::arrow`] says.
#[derive(Debug, Clone, Default)]
pub struct QueryResult {
    pub columns: Vec<(String, KqlType)>,
    pub batches: Vec<RecordBatch>,
    /// For each row the source rows that it stems from, when that was asked for.
    pub lineage: Option<Vec<Lineage>>,
    /// Whether the order of the rows is part of the answer.
    pub sorted: bool,
}

impl QueryResult {
    /// Splits the lineage column, which comes last, from the others.
    pub(crate) fn new(
        columns: Vec<(String, KqlType)>,
        batches: Vec<RecordBatch>,
        with_lineage: bool,
        sorted: bool,
    ) -> Self {
        if !with_lineage {
            return Self { columns, batches, lineage: None, sorted };
        }
        let mut lineage = Vec::new();
        let mut kept = Vec::with_capacity(batches.len());
        for batch in batches {
            let last = batch.num_columns().saturating_sub(1);
            match batch.columns().last().and_then(|c| c.as_binary_opt::<i32>()) {
                Some(bytes) => lineage.extend((0..bytes.len()).map(|row| {
                    if bytes.is_valid(row) { Lineage::decode(bytes.value(row)) } else { Lineage::default() }
                })),
                None => lineage.extend((0..batch.num_rows()).map(|_| Lineage::default())),
            }
            let positions: Vec<usize> = (0..last).collect();
            kept.push(batch.project(&positions).unwrap_or(batch));
        }
        Self { columns, batches: kept, lineage: Some(lineage), sorted }
    }

    /// How many rows there are.
    pub fn row_count(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The rows as values, in order.
    pub fn rows(&self) -> Rows<'_> {
        Rows { result: self, batch: 0, pending: Vec::new().into_iter() }
    }
}

/// The rows of a result, one after the other.
pub struct Rows<'r> {
    result: &'r QueryResult,
    batch: usize,
    pending: std::vec::IntoIter<Vec<OwnedValue>>,
}

impl Iterator for Rows<'_> {
    type Item = Vec<OwnedValue>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.pending.next() {
                return Some(row);
            }
            let batch = self.result.batches.get(self.batch)?;
            self.batch += 1;
            self.pending = values(batch, &self.result.columns).into_iter();
        }
    }
}

fn values(batch: &RecordBatch, columns: &[(String, KqlType)]) -> Vec<Vec<OwnedValue>> {
    let mut rows: Vec<Vec<OwnedValue>> = (0..batch.num_rows()).map(|_| Vec::with_capacity(columns.len())).collect();
    for (array, (_, ty)) in batch.columns().iter().zip(columns) {
        let reader = read(array.as_ref(), *ty);
        for (i, row) in rows.iter_mut().enumerate() {
            row.push(match &reader {
                Ok(reader) => reader.get(i).into_owned(),
                Err(_) => Value::Null,
            });
        }
    }
    rows
}
