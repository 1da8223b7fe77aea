use kql_functions::{KqlType, OwnedValue, Value};
use std::io::Result;

/// A column of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub ty: KqlType,
}

/// Rows that can be walked again and again, so that widths can be measured before anything is written and one
/// result can be written in several formats.
pub trait Rows {
    /// Calls `row` with each row's values, in the columns' order, until it fails.
    ///
    /// # Errors
    /// What `row` gives, or an error of the rows' own source.
    fn visit(&self, row: &mut dyn FnMut(&[Value<'_>]) -> Result<()>) -> Result<()>;
}

impl Rows for Vec<Vec<OwnedValue>> {
    fn visit(&self, row: &mut dyn FnMut(&[Value<'_>]) -> Result<()>) -> Result<()> {
        self.iter().try_for_each(|values| row(values))
    }
}

/// The result of one query statement.
#[derive(Clone, Copy)]
pub struct QueryTable<'a> {
    pub columns: &'a [Column],
    pub rows: &'a dyn Rows,
}
