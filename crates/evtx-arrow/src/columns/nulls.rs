//! Which rows of a column have a value, in bits as Arrow has them, and columns of numbers.

use arrow::array::NullBufferBuilder;
use arrow::buffer::NullBuffer;

/// Bits that are made only once there is a null.
#[derive(Debug)]
pub(super) struct Nulls {
    bits: NullBufferBuilder,
    /// Rows with a value at the end, which have no bits yet.
    pending: usize,
}

impl Default for Nulls {
    fn default() -> Self {
        Self { bits: NullBufferBuilder::new(1024), pending: 0 }
    }
}

impl Nulls {
    #[inline]
    pub(super) fn push(&mut self, valid: bool) {
        if valid {
            self.pending += 1;
        } else {
            self.push_nulls(1);
        }
    }

    pub(super) fn push_nulls(&mut self, count: usize) {
        self.settle();
        self.bits.append_n_nulls(count);
    }

    fn settle(&mut self) {
        if self.pending > 0 {
            self.bits.append_n_non_nulls(std::mem::take(&mut self.pending));
        }
    }

    pub(super) fn truncate(&mut self, rows: usize) {
        self.settle();
        self.bits.truncate(rows);
    }

    /// The bits, none when every row has a value; no row is left.
    pub(super) fn finish(&mut self) -> Option<NullBuffer> {
        self.settle();
        self.bits.finish()
    }
}

#[derive(Debug, Default)]
pub(super) struct NumberColumn<T> {
    values: Vec<T>,
    nulls: Nulls,
}

impl<T: Default + Copy> NumberColumn<T> {
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    #[inline]
    pub(super) fn push(&mut self, value: Option<T>) {
        self.nulls.push(value.is_some());
        self.values.push(value.unwrap_or_default());
    }

    pub(super) fn push_all(&mut self, values: &[T]) {
        self.nulls.pending += values.len();
        self.values.extend_from_slice(values);
    }

    /// Appends nulls until there are so many rows.
    pub(super) fn pad(&mut self, rows: usize) {
        if let Some(missing) = rows.checked_sub(self.values.len()).filter(|&missing| missing > 0) {
            self.nulls.push_nulls(missing);
            self.values.resize(rows, T::default());
        }
    }

    pub(super) fn truncate(&mut self, rows: usize) {
        self.values.truncate(rows);
        self.nulls.truncate(rows);
    }

    /// The numbers and which of them are none; the column is then empty.
    pub(super) fn finish(&mut self) -> (Vec<T>, Option<NullBuffer>) {
        let values = std::mem::take(&mut self.values);
        // The next part is about as large.
        self.values.reserve(values.len() + values.len() / 8);
        (values, self.nulls.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pushes these, takes back what comes after `rows`, pushes these again.
    fn check(pushed: &[bool], rows: usize) {
        let mut nulls = Nulls::default();
        pushed.iter().for_each(|valid| nulls.push(*valid));
        nulls.truncate(rows);
        pushed.iter().for_each(|valid| nulls.push(*valid));
        let expect: Vec<bool> = pushed.iter().take(rows).chain(pushed).copied().collect();
        let bits = nulls.finish();
        assert_eq!(bits.is_some(), expect.contains(&false), "{pushed:?} {rows}");
        let have: Vec<bool> = bits.map_or(vec![true; expect.len()], |bits| bits.iter().collect());
        assert_eq!(have, expect, "{pushed:?} {rows}");
        assert!(nulls.finish().is_none(), "nothing is left");
    }

    #[test]
    fn bits_follow_what_is_pushed_and_taken_back() {
        for pushed in [&[][..], &[true], &[false], &[true, false, true, true], &[false, false, true], &[true; 70]] {
            for rows in 0..=pushed.len() {
                check(pushed, rows);
            }
        }
    }
}
