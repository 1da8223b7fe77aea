use crate::{Columns, ROW_ID_COLUMN, RowId, Table, TableRequest};
use arrow::array::{
    ArrayBuilder, ArrayRef, BooleanBuilder, Decimal128Builder, Float64Builder, Int32Builder, Int64Builder, RecordBatch,
    StringViewBuilder, UInt64Builder,
};
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use std::collections::HashMap;
use std::sync::Arc;

use crate::ColumnType;

/// One value on its way into a column. A value whose kind does not fit the column's type becomes null (`""`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    Null,
    /// For `string`, `guid` and `dynamic` (then JSON text).
    Str(&'a str),
    Bool(bool),
    /// For `int`, `long`, and for `datetime` and `timespan` as ticks.
    Int(i64),
    Real(f64),
}

enum ColumnBuilder {
    Bool(BooleanBuilder),
    Int(Int32Builder),
    Long(Int64Builder),
    Real(Float64Builder),
    Decimal(Decimal128Builder),
    /// `string`: never null.
    Text(StringViewBuilder),
    /// `guid` and `dynamic`: null where not set.
    NullableText(StringViewBuilder),
}

impl ColumnBuilder {
    fn new(ty: ColumnType) -> Self {
        match ty {
            ColumnType::Bool => Self::Bool(BooleanBuilder::new()),
            ColumnType::Int => Self::Int(Int32Builder::new()),
            ColumnType::Long | ColumnType::DateTime | ColumnType::TimeSpan => Self::Long(Int64Builder::new()),
            ColumnType::Real => Self::Real(Float64Builder::new()),
            ColumnType::Decimal => Self::Decimal(Decimal128Builder::new().with_data_type(ColumnType::Decimal.arrow())),
            ColumnType::String => Self::Text(StringViewBuilder::new()),
            ColumnType::Guid | ColumnType::Dynamic => Self::NullableText(StringViewBuilder::new()),
        }
    }

    fn push(&mut self, cell: Cell<'_>) {
        match (self, cell) {
            (Self::Bool(b), Cell::Bool(v)) => b.append_value(v),
            (Self::Bool(b), _) => b.append_null(),
            (Self::Int(b), Cell::Int(v)) => b.append_option(i32::try_from(v).ok()),
            (Self::Int(b), _) => b.append_null(),
            (Self::Long(b), Cell::Int(v)) => b.append_value(v),
            (Self::Long(b), _) => b.append_null(),
            (Self::Real(b), Cell::Real(v)) => b.append_value(v),
            (Self::Real(b), Cell::Int(v)) => b.append_value(v as f64),
            (Self::Real(b), _) => b.append_null(),
            (Self::Decimal(b), Cell::Int(v)) => b.append_value(i128::from(v) * 10_i128.pow(17)),
            (Self::Decimal(b), _) => b.append_null(),
            (Self::Text(b), Cell::Str(s)) => b.append_value(s),
            (Self::Text(b), _) => b.append_value(""),
            (Self::NullableText(b), Cell::Str(s)) if !s.is_empty() => b.append_value(s),
            (Self::NullableText(b), _) => b.append_null(),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Bool(b) => b.len(),
            Self::Int(b) => b.len(),
            Self::Long(b) => b.len(),
            Self::Real(b) => b.len(),
            Self::Decimal(b) => b.len(),
            Self::Text(b) | Self::NullableText(b) => b.len(),
        }
    }

    /// Appends what stands for no value until there are so many rows.
    fn pad(&mut self, rows: usize) {
        let missing = rows.saturating_sub(self.len());
        match self {
            Self::Bool(b) => b.append_nulls(missing),
            Self::Int(b) => b.append_nulls(missing),
            Self::Long(b) => b.append_nulls(missing),
            Self::Real(b) => b.append_nulls(missing),
            Self::Decimal(b) => b.append_nulls(missing),
            Self::Text(b) => (0..missing).for_each(|_| b.append_value("")),
            Self::NullableText(b) => (0..missing).for_each(|_| b.append_null()),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Bool(b) => Arc::new(b.finish()),
            Self::Int(b) => Arc::new(b.finish()),
            Self::Long(b) => Arc::new(b.finish()),
            Self::Real(b) => Arc::new(b.finish()),
            Self::Decimal(b) => Arc::new(b.finish()),
            Self::Text(b) | Self::NullableText(b) => Arc::new(b.finish()),
        }
    }
}

/// Builds batches of one table, row by row, with only the columns that are asked for.
pub struct TableBuilder {
    schema: SchemaRef,
    columns: Vec<ColumnBuilder>,
    index: HashMap<String, usize>,
    row_ids: UInt64Builder,
    rows: usize,
}

impl TableBuilder {
    /// A builder for the columns that `request` names.
    pub fn new(table: &Table, request: &TableRequest) -> Self {
        let wanted: Vec<_> = table.columns.iter().filter(|c| request.columns.contains(&c.name)).collect();
        Self {
            schema: table.schema_of(wanted.iter().copied()),
            index: wanted.iter().enumerate().map(|(i, c)| (c.name.clone(), i)).collect(),
            columns: wanted.iter().map(|c| ColumnBuilder::new(c.ty)).collect(),
            row_ids: UInt64Builder::new(),
            rows: 0,
        }
    }

    /// A builder for all columns.
    pub fn all(table: &Table) -> Self {
        Self::new(table, &TableRequest { columns: Columns::All, filter: crate::Filter::All })
    }

    /// A column's number, if the column is asked for. Look it up once, not for every row.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied()
    }

    /// Sets a cell of the row being built. Only the first value for a column counts.
    pub fn set(&mut self, column: usize, cell: Cell<'_>) {
        let Some(builder) = self.columns.get_mut(column) else { return };
        let length = builder.len();
        if length < self.rows {
            builder.pad(self.rows);
        }
        if length <= self.rows {
            builder.push(cell);
        }
    }

    /// Sets a cell by the column's name; a column that is not asked for is passed over.
    pub fn set_named(&mut self, column: &str, cell: Cell<'_>) {
        if let Some(column) = self.column(column) {
            self.set(column, cell);
        }
    }

    /// Ends the row: what was not set is null (`""` for strings). Columns are padded when a value comes, or at the end.
    pub fn finish_row(&mut self, row: RowId) {
        self.row_ids.append_value(row.0);
        self.rows += 1;
    }

    /// Rows since the last [`TableBuilder::finish`].
    pub const fn len(&self) -> usize {
        self.rows
    }

    pub const fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The rows so far as a batch; the builder is then empty and goes on.
    ///
    /// # Errors
    /// Only when Arrow refuses the arrays, which would be an error of this crate.
    pub fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        self.columns.iter_mut().for_each(|column| column.pad(self.rows));
        let mut arrays: Vec<ArrayRef> = self.columns.iter_mut().map(ColumnBuilder::finish).collect();
        arrays.push(Arc::new(self.row_ids.finish()));
        self.rows = 0;
        debug_assert_eq!(self.schema.fields().last().map(|f| f.name().as_str()), Some(ROW_ID_COLUMN));
        RecordBatch::try_new(Arc::clone(&self.schema), arrays)
    }
}
