//! One value for each of many groups, of which mostly only the place is known.

use datafusion::arrow::array::{Array, ArrayRef, AsArray, new_null_array};
use datafusion::arrow::compute::interleave;
use datafusion::arrow::datatypes::DataType;
use datafusion::error::Result;
use datafusion::logical_expr::EmitTo;

/// Batches may hold so many bytes before the values are copied out of them, and as many again as the values have.
const AT_EASE: usize = 2 << 20;

/// Batches beyond this many are copied from, however small they are.
const MOST_BATCHES: usize = 256;

/// Where a group's value lies: which batch, and which row. No batch is 0 before the first row.
type Place = (u32, u32);

/// The values, as places in the batches that they came in.
pub(super) struct Kept {
    /// The first holds one null, and stands for what no group has set.
    batches: Vec<ArrayRef>,
    places: Vec<Place>,
    /// Bytes that the batches after the first two hold, and those of the second: the values that were copied last.
    bytes: usize,
    copied: usize,
    /// Whether a row of the batch at hand was noted.
    noted: bool,
}

impl Kept {
    pub(super) fn new(ty: DataType) -> Self {
        let nothing = new_null_array(&ty, 1);
        Self { batches: vec![nothing], places: Vec::new(), bytes: 0, copied: 0, noted: false }
    }

    /// Takes the values of a batch; there are so many groups now.
    pub(super) fn begin(&mut self, batch: &ArrayRef, groups: usize) {
        self.places.resize(groups.max(self.places.len()), (0, 0));
        self.batches.push(ArrayRef::clone(batch));
        self.noted = false;
    }

    /// A group's value is that of a row of the batch at hand.
    pub(super) fn note(&mut self, group: usize, row: usize) {
        let batch = u32::try_from(self.batches.len() - 1).unwrap_or(0);
        if let (Some(place), Ok(row)) = (self.places.get_mut(group), u32::try_from(row)) {
            *place = (batch, row);
            self.noted = true;
        }
    }

    /// The batch at hand is over.
    pub(super) fn end(&mut self) -> Result<()> {
        if !self.noted {
            self.batches.pop();
            return Ok(());
        }
        self.bytes += self.batches.last().map_or(0, |batch| batch.get_array_memory_size());
        if self.bytes > AT_EASE + self.copied || self.batches.len() > MOST_BATCHES {
            self.copy()?;
        }
        Ok(())
    }

    /// Copies the values out of the batches.
    fn copy(&mut self) -> Result<()> {
        let values = self.gathered(&self.places)?;
        self.batches.truncate(1);
        self.copied = values.get_array_memory_size();
        self.bytes = 0;
        for (group, place) in self.places.iter_mut().enumerate() {
            *place = match u32::try_from(group) {
                Ok(group) if *place != (0, 0) => (1, group),
                _ => (0, 0),
            };
        }
        self.batches.push(values);
        Ok(())
    }

    /// The values at some places, which hold on to no batch.
    fn gathered(&self, places: &[Place]) -> Result<ArrayRef> {
        let batches: Vec<&dyn Array> = self.batches.iter().map(AsRef::as_ref).collect();
        let indices: Vec<(usize, usize)> = places.iter().map(|(batch, row)| (*batch as usize, *row as usize)).collect();
        let values = interleave(&batches, &indices)?;
        Ok(match values.data_type() {
            DataType::Utf8View => std::sync::Arc::new(values.as_string_view().gc()),
            DataType::BinaryView => std::sync::Arc::new(values.as_binary_view().gc()),
            _ => values,
        })
    }

    /// The values of the first groups, which are removed.
    pub(super) fn take(&mut self, emit: EmitTo) -> Result<ArrayRef> {
        let taken = emit.take_needed(&mut self.places);
        let values = self.gathered(&taken)?;
        if self.places.is_empty() {
            self.batches.truncate(1);
            (self.bytes, self.copied) = (0, 0);
        }
        Ok(values)
    }

    /// Bytes held.
    pub(super) fn size(&self) -> usize {
        self.bytes + self.copied + self.places.capacity() * size_of::<Place>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use datafusion::arrow::array::StringViewArray;
    use std::sync::Arc;

    #[test]
    fn batches_are_let_go() {
        let mut kept = Kept::new(DataType::Utf8View);
        for round in 0..2_000_usize {
            let texts = (0..100).map(|row| format!("{}{row} of round {round}", "x".repeat(200)));
            let batch: ArrayRef = Arc::new(StringViewArray::from_iter_values(texts));
            kept.begin(&batch, 7);
            kept.note(round % 5, round % 100);
            kept.end().unwrap();
            assert!(kept.size() < AT_EASE * 2 && kept.batches.len() <= MOST_BATCHES);
        }
        let first = kept.take(EmitTo::First(2)).unwrap();
        let texts: Vec<_> = first.as_string_view().iter().flatten().map(|t| t.trim_start_matches('x')).collect();
        assert_eq!(texts, ["95 of round 1995", "96 of round 1996"]);
        let rest = kept.take(EmitTo::All).unwrap();
        assert_eq!((rest.len(), rest.null_count()), (5, 2));
        assert!(rest.as_string_view().value(2).ends_with("x99 of round 1999"));
        assert!(kept.take(EmitTo::All).unwrap().is_empty());
    }
}
