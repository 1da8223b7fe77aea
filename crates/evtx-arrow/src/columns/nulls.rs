//! Which rows of a column have a value, in bits as Arrow has them, and columns of numbers.

use arrow::array::NullBufferBuilder;
use arrow::buffer::NullBuffer;

/// Bits that are made only once there is a null.
#[derive(Debug)]
pub(super) struct Nulls(NullBufferBuilder);

impl Default for Nulls {
    fn default() -> Self {
        Self(NullBufferBuilder::new(1024))
    }
}

impl Nulls {
    pub(super) fn push(&mut self, valid: bool) {
        self.0.append(valid);
    }

    pub(super) fn push_nulls(&mut self, count: usize) {
        self.0.append_n_nulls(count);
    }

    pub(super) fn truncate(&mut self, rows: usize) {
        self.0.truncate(rows);
    }

    pub(super) fn finish(&mut self) -> Option<NullBuffer> {
        self.0.finish()
    }
}

#[derive(Debug, Default)]
pub(super) struct NumberColumn<T> {
    values: Vec<T>,
    nulls: Nulls,
}

impl<T: Default> NumberColumn<T> {
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    pub(super) fn push(&mut self, value: Option<T>) {
        self.nulls.push(value.is_some());
        self.values.push(value.unwrap_or_default());
    }

    pub(super) fn truncate(&mut self, rows: usize) {
        self.values.truncate(rows);
        self.nulls.truncate(rows);
    }

    /// The numbers and which of them are none; the column is then empty.
    pub(super) fn finish(&mut self) -> (Vec<T>, Option<NullBuffer>) {
        let values = std::mem::take(&mut self.values);
        // The next part is about as large.
        self.values.reserve(values.len());
        (values, self.nulls.finish())
    }
}
