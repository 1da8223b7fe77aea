//! The engine's results as the report shows them.

use engine::QueryResult;
use kql_functions::Value;
use report::{Column, QueryTable, Rows};
use std::io::Result;

/// A result with its columns as the report wants them.
pub(crate) struct Shown<'a> {
    columns: Vec<Column>,
    rows: ResultRows<'a>,
}

struct ResultRows<'a>(&'a QueryResult);

impl Rows for ResultRows<'_> {
    fn visit(&self, row: &mut dyn FnMut(&[Value<'_>]) -> Result<()>) -> Result<()> {
        self.0.rows().try_for_each(|values| row(&values))
    }
}

impl<'a> Shown<'a> {
    pub(crate) fn new(result: &'a QueryResult) -> Self {
        let columns = result.columns.iter().map(|(name, ty)| Column { name: name.clone(), ty: *ty }).collect();
        Self { columns, rows: ResultRows(result) }
    }

    pub(crate) fn table(&self) -> QueryTable<'_> {
        QueryTable { columns: &self.columns, rows: &self.rows }
    }
}
