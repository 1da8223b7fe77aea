//! Tables whose rows come from iterators: the store, files that a user names, rows of a test.

use datafusion::arrow::array::{ArrayRef, BooleanArray, RecordBatch, RecordBatchOptions, new_null_array};
use datafusion::arrow::datatypes::{DataType, SchemaRef};
use datafusion::common::cast::as_boolean_array;
use datafusion::error::{DataFusionError, Result};
use datafusion::physical_expr::PhysicalExpr;
use std::fmt::Debug;
use std::sync::Arc;

/// Rows per batch while a plan runs.
pub(crate) const BATCH: usize = 8192;

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

    /// Whether [`RowSource::scan`] applies conditions on these columns.
    fn takes_conditions_on(&self, columns: &[usize]) -> bool {
        let _ = columns;
        false
    }

    /// How many rows there are, where that is known without reading them.
    fn row_count(&self) -> Option<usize> {
        None
    }

    /// The rows on which all conditions hold, in parts that can be read at the same time. Nothing for a source that
    /// has no parts and takes no conditions: then it is [`RowSource::read`].
    ///
    /// # Errors
    /// When the source cannot be opened.
    fn scan(&self, scan: &Scan) -> Result<Option<Parts>> {
        let _ = scan;
        Ok(None)
    }
}

/// What is wanted of a source.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// Positions of the columns that come out.
    pub columns: Vec<usize>,
    /// All must hold on a row.
    pub conditions: Vec<Condition>,
}

/// What must hold on a row.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Over all columns of the source.
    pub expr: Arc<dyn PhysicalExpr>,
    /// The positions of the columns that it looks at, in order.
    pub columns: Vec<usize>,
    /// Whether it only compares: it is worth trying first.
    pub cheap: bool,
}

/// A part of a source's rows: opens them.
pub type Part = Arc<dyn Fn() -> Result<Batches> + Send + Sync>;

/// A source's rows in parts, in order.
#[derive(Clone)]
pub struct Parts {
    pub parts: Vec<Part>,
    /// Row groups of a file, those that were passed over too.
    pub groups: usize,
    /// Row groups whose statistics do not rule them out.
    pub groups_read: usize,
}

impl Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} parts of {} row groups", self.parts.len(), self.groups)
    }
}

/// A batch in the wanted columns, cut to pieces of a size that plans work well with.
pub(crate) fn slices(batch: Result<RecordBatch>, wanted: &SchemaRef) -> Vec<Result<RecordBatch>> {
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
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    Ok(RecordBatch::try_new_with_options(Arc::clone(wanted), columns, &options)?)
}

/// The rows of a batch on which an expression over its columns is true.
pub(crate) fn holds(expr: &Arc<dyn PhysicalExpr>, batch: &RecordBatch) -> Result<BooleanArray> {
    let array = expr.evaluate(batch)?.into_array(batch.num_rows())?;
    Ok(as_boolean_array(&array)?.clone())
}
