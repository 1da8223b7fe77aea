//! Tables made of rows, for tests of queries and rules.

use crate::rows::{Batches, RowSource};
use crate::tables::table_source;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::{Field, Schema, SchemaRef};
use datafusion::error::{DataFusionError, Result};
use kql_functions::{KqlType, OwnedValue, build};
use kql_plan::{ColumnInfo, TableInfo};
use std::sync::Arc;

/// A table that holds these rows. Rows that are too short end in null.
///
/// # Errors
/// When the rows do not make a table.
pub fn table_of_rows(name: &str, columns: &[(&str, KqlType)], rows: &[Vec<OwnedValue>]) -> Result<TableInfo> {
    let fields: Vec<Field> = columns.iter().map(|(n, ty)| Field::new(*n, ty.arrow(), *ty != KqlType::String)).collect();
    let schema: SchemaRef = Arc::new(Schema::new(fields));
    let arrays = columns
        .iter()
        .enumerate()
        .map(|(i, (_, ty))| {
            build(rows.iter().map(|row| row.get(i).cloned().unwrap_or(kql_functions::Value::Null)), *ty)
        })
        .collect();
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).map_err(DataFusionError::from)?;
    Ok(table_of_batches(name, columns, vec![batch]))
}

/// A table that holds these batches, whose columns are stored as [`KqlType::arrow`] says.
pub fn table_of_batches(name: &str, columns: &[(&str, KqlType)], batches: Vec<RecordBatch>) -> TableInfo {
    let schema = batches.first().map_or_else(
        || {
            let fields: Vec<Field> =
                columns.iter().map(|(n, ty)| Field::new(*n, ty.arrow(), *ty != KqlType::String)).collect();
            Arc::new(Schema::new(fields))
        },
        RecordBatch::schema,
    );
    TableInfo {
        name: name.to_owned(),
        columns: columns.iter().map(|(n, ty)| ColumnInfo::new(*n, *ty)).collect(),
        aliases: Vec::new(),
        time_column: None,
        is_state: false,
        row_id: None,
        source: table_source(Arc::new(InMemory { schema, batches })),
    }
}

#[derive(Debug)]
struct InMemory {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl RowSource for InMemory {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn read(&self, _: &[usize]) -> Result<Batches> {
        Ok(Box::new(self.batches.clone().into_iter().map(Ok)))
    }
}
