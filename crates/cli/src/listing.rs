//! Small tables of our own, shown in any format that shows rows.

use kql_functions::{KqlType, OwnedValue, Value};
use report::{Column, QueryTable};

/// A table that is built row by row.
pub(crate) struct Listing {
    columns: Vec<Column>,
    rows: Vec<Vec<OwnedValue>>,
}

impl Listing {
    pub(crate) fn new(columns: &[(&str, KqlType)]) -> Self {
        let columns = columns.iter().map(|(name, ty)| Column { name: (*name).to_owned(), ty: *ty }).collect();
        Self { columns, rows: Vec::new() }
    }

    pub(crate) fn push(&mut self, row: Vec<OwnedValue>) {
        self.rows.push(row);
    }

    pub(crate) fn table(&self) -> QueryTable<'_> {
        QueryTable { columns: &self.columns, rows: &self.rows }
    }
}

/// A number of things.
pub(crate) fn count(number: usize) -> OwnedValue {
    Value::Long(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A list as one text.
pub(crate) fn list(items: &[String]) -> OwnedValue {
    Value::string(items.join(", "))
}
