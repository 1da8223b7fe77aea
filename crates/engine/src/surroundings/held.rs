//! Rows that are held in memory.

use crate::rows::{Batches, RowSource};
use crate::user_table::cells::{batch_of, schema_of};
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::error::Result;
use kql_functions::{KqlType, OwnedValue};
use kql_plan::{ColumnInfo, TableInfo};
use std::sync::Arc;

/// A small table.
#[derive(Debug)]
pub(super) struct Held {
    columns: Vec<(String, KqlType)>,
    batch: RecordBatch,
}

impl Held {
    /// A table of these columns; `cells` holds one list for each.
    pub(super) fn new(columns: Vec<(String, KqlType)>, cells: Vec<Vec<OwnedValue>>) -> Result<Self> {
        let batch = batch_of(&columns, cells)?;
        Ok(Self { columns, batch })
    }
}

impl RowSource for Held {
    fn schema(&self) -> SchemaRef {
        schema_of(&self.columns)
    }

    fn read(&self, _: &[usize]) -> Result<Batches> {
        Ok(Box::new(std::iter::once(Ok(self.batch.clone()))))
    }
}

/// Rows as a table that holds a state: no time selects among them.
pub(super) fn table(name: &str, columns: &[(String, KqlType)], source: Arc<dyn RowSource>) -> TableInfo {
    TableInfo {
        name: name.to_owned(),
        columns: columns.iter().map(|(name, ty)| ColumnInfo::new(name.clone(), *ty)).collect(),
        aliases: Vec::new(),
        time_column: None,
        is_state: true,
        row_id: None,
        source: crate::tables::table_source(source),
    }
}
