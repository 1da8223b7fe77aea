//! A file's rows with columns that the file lacks: whoever reads them fills those in.

use crate::rows::{Batches, Parts, RowSource, Scan};
use crate::user_table::cells::schema_of;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::error::Result;
use kql_functions::KqlType;
use std::sync::Arc;

/// The file's columns come first.
#[derive(Debug)]
pub(super) struct Widened {
    own: Arc<dyn RowSource>,
    own_columns: usize,
    schema: SchemaRef,
}

impl Widened {
    pub(super) fn new(own: Arc<dyn RowSource>, columns: &[(String, KqlType)]) -> Self {
        Self { own_columns: own.schema().fields().len(), own, schema: schema_of(columns) }
    }
}

impl RowSource for Widened {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn read(&self, positions: &[usize]) -> Result<Batches> {
        let own: Vec<usize> = positions.iter().copied().filter(|p| *p < self.own_columns).collect();
        self.own.read(&own)
    }

    fn takes_conditions_on(&self, columns: &[usize]) -> bool {
        columns.iter().all(|c| *c < self.own_columns) && self.own.takes_conditions_on(columns)
    }

    fn row_count(&self) -> Option<usize> {
        self.own.row_count()
    }

    fn scan(&self, scan: &Scan) -> Result<Option<Parts>> {
        let columns = scan.columns.iter().copied().filter(|p| *p < self.own_columns).collect();
        self.own.scan(&Scan { columns, conditions: scan.conditions.clone() })
    }
}
