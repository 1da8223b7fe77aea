//! Tables whose rows come from an iterator: the store, files that a user names, rows of a test.

use datafusion::arrow::array::{ArrayRef, RecordBatch, new_null_array};
use datafusion::arrow::datatypes::{DataType, SchemaRef};
use datafusion::catalog::{Session, TableProvider};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// Rows per batch while a plan runs.
const BATCH: usize = 8192;

/// An iterator over batches.
pub type Batches = Box<dyn Iterator<Item = Result<RecordBatch>> + Send>;

/// Where a table's rows come from.
pub trait RowSource: Debug + Send + Sync {
    /// All columns.
    fn schema(&self) -> SchemaRef;

    /// The rows from the first on, with at least the columns of these positions, under their names.
    ///
    /// # Errors
    /// When the source cannot be opened.
    fn read(&self, columns: &[usize]) -> Result<Batches>;
}

/// A [`RowSource`] as a table of the engine.
#[derive(Debug)]
pub struct RowSourceTable {
    source: Arc<dyn RowSource>,
}

impl RowSourceTable {
    pub fn new(source: Arc<dyn RowSource>) -> Self {
        Self { source }
    }
}

type ScanFuture<'a> = Pin<Box<dyn Future<Output = Result<Arc<dyn ExecutionPlan>>> + Send + 'a>>;

impl TableProvider for RowSourceTable {
    fn schema(&self) -> SchemaRef {
        self.source.schema()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    // `async fn` in the trait's own form, written by hand because the macro costs seconds of compile time.
    fn scan<'life0, 'life1, 'life2, 'life3, 'async_trait>(
        &'life0 self,
        _: &'life1 dyn Session,
        projection: Option<&'life2 Vec<usize>>,
        _: &'life3 [Expr],
        limit: Option<usize>,
    ) -> ScanFuture<'async_trait>
    where
        'life0: 'async_trait,
        'life1: 'async_trait,
        'life2: 'async_trait,
        'life3: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(async move {
            let all = self.source.schema();
            let columns = projection.cloned().unwrap_or_else(|| (0..all.fields().len()).collect());
            let schema: SchemaRef = Arc::new(all.project(&columns)?);
            let part = Part { source: Arc::clone(&self.source), columns, schema: Arc::clone(&schema) };
            let exec = StreamingTableExec::try_new(schema, vec![Arc::new(part)], None, [], false, limit)?;
            let exec: Arc<dyn ExecutionPlan> = Arc::new(exec);
            Ok(exec)
        })
    }
}

/// One scan of a source.
#[derive(Debug)]
struct Part {
    source: Arc<dyn RowSource>,
    columns: Vec<usize>,
    schema: SchemaRef,
}

impl PartitionStream for Part {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let schema = Arc::clone(&self.schema);
        let wanted = Arc::clone(&schema);
        let batches: Batches = match self.source.read(&self.columns) {
            Ok(batches) => Box::new(batches.flat_map(move |batch| slices(batch, &wanted))),
            Err(error) => Box::new(std::iter::once(Err(error))),
        };
        Box::pin(RecordBatchStreamAdapter::new(schema, futures::stream::iter(batches)))
    }
}

/// A batch in the wanted columns, cut to pieces of a size that plans work well with.
fn slices(batch: Result<RecordBatch>, wanted: &SchemaRef) -> Vec<Result<RecordBatch>> {
    let batch = match batch.and_then(|b| select(&b, wanted)) {
        Ok(batch) => batch,
        Err(error) => return vec![Err(error)],
    };
    let rows = batch.num_rows();
    if rows <= BATCH {
        return vec![Ok(batch)];
    }
    (0..rows).step_by(BATCH).map(|at| Ok(batch.slice(at, BATCH.min(rows - at)))).collect()
}

/// The wanted columns of a batch by name; one that the batch lacks is all null, or `""` where null is not allowed.
fn select(batch: &RecordBatch, wanted: &SchemaRef) -> Result<RecordBatch> {
    let rows = batch.num_rows();
    let mut columns: Vec<ArrayRef> = Vec::with_capacity(wanted.fields().len());
    for field in wanted.fields() {
        columns.push(match batch.column_by_name(field.name()) {
            Some(column) if column.data_type() == field.data_type() => Arc::clone(column),
            Some(column) => datafusion::arrow::compute::cast(column, field.data_type())?,
            None if field.is_nullable() => new_null_array(field.data_type(), rows),
            None if *field.data_type() == DataType::Utf8View => kql_functions::build(
                (0..rows).map(|_| kql_functions::Value::string("")),
                kql_functions::KqlType::String,
            ),
            None => {
                let message = format!("the column `{}` was not read", field.name());
                return Err(DataFusionError::Internal(message));
            }
        });
    }
    let options = datafusion::arrow::array::RecordBatchOptions::new().with_row_count(Some(rows));
    Ok(RecordBatch::try_new_with_options(Arc::clone(wanted), columns, &options)?)
}
