//! The row with the greatest or least key of each of many groups.

use super::Extreme;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, make_comparator, new_empty_array};
use datafusion::arrow::compute::SortOptions;
use datafusion::arrow::datatypes::{DataType, Float64Type, Int64Type};
use datafusion::common::ScalarValue;
use datafusion::error::Result;
use datafusion::logical_expr::{EmitTo, GroupsAccumulator};
use std::cmp::Ordering;

/// The best key of a group so far, and the value beside it; nothing before its first row.
type Held = Option<(ScalarValue, ScalarValue)>;

pub(super) struct Groups {
    extreme: Extreme,
    types: [DataType; 2],
    held: Vec<Held>,
    bytes: usize,
    /// The best row of each group in the batch at hand, for the groups that it has.
    best: Vec<Option<usize>>,
}

impl Groups {
    pub(super) const fn new(extreme: Extreme, types: [DataType; 2]) -> Self {
        Self { extreme, types, held: Vec::new(), bytes: 0, best: Vec::new() }
    }

    const fn better(&self) -> Ordering {
        match self.extreme {
            Extreme::Max => Ordering::Greater,
            Extreme::Min => Ordering::Less,
        }
    }

    /// Finds the best row of each group in the batch; of equal ones the first. Gives the groups that have rows.
    fn find_best(
        &mut self,
        keys: &ArrayRef,
        group_indices: &[usize],
        filter: Option<&BooleanArray>,
        better: impl Fn(usize, usize) -> bool,
    ) -> Vec<usize> {
        let mut touched = Vec::new();
        for (row, group) in group_indices.iter().enumerate() {
            if filter.is_some_and(|f| f.is_null(row) || !f.value(row)) {
                continue;
            }
            let Some(best) = self.best.get_mut(*group) else { continue };
            match *best {
                None => {
                    touched.push(*group);
                    *best = Some(row);
                }
                // A null key counts only when there is no other.
                Some(_) if keys.is_null(row) => {}
                Some(held) if keys.is_null(held) || better(row, held) => *best = Some(row),
                Some(_) => {}
            }
        }
        touched
    }

    /// Whether a key beats the one that a group holds.
    fn beats(&self, held: &Held, key: &ScalarValue) -> bool {
        match held {
            None => true,
            Some(_) if key.is_null() => false,
            Some((known, _)) if known.is_null() => true,
            // A NaN beats every number.
            Some((known, _)) if is_nan(known) => false,
            Some((known, _)) => is_nan(key) || key.partial_cmp(known) == Some(self.better()),
        }
    }

    fn take(&mut self, emit: EmitTo) -> Vec<Held> {
        let taken = emit.take_needed(&mut self.held);
        self.bytes = self.bytes.saturating_sub(taken.iter().map(size_of_held).sum());
        taken
    }

    fn column(&self, values: Vec<ScalarValue>, index: usize) -> Result<ArrayRef> {
        let ty = self.types.get(index).unwrap_or(&DataType::Null);
        if values.is_empty() { Ok(new_empty_array(ty)) } else { ScalarValue::iter_to_array(values) }
    }

    fn null(&self, index: usize) -> Result<ScalarValue> {
        ScalarValue::try_from(self.types.get(index).unwrap_or(&DataType::Null))
    }
}

const fn is_nan(key: &ScalarValue) -> bool {
    matches!(key, ScalarValue::Float64(Some(number)) if number.is_nan())
}

fn size_of_held(held: &Held) -> usize {
    size_of::<Held>() + held.as_ref().map_or(0, |(key, value)| key.size() + value.size())
}

impl GroupsAccumulator for Groups {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        filter: Option<&BooleanArray>,
        total: usize,
    ) -> Result<()> {
        self.held.resize_with(total.max(self.held.len()), || None);
        self.best.resize(total.max(self.best.len()), None);
        let [keys, payload] = values else { return Ok(()) };
        let better = self.better();
        let touched = if let Some(numbers) = keys.as_primitive_opt::<Int64Type>() {
            let numbers = numbers.values();
            self.find_best(keys, group_indices, filter, |a, b| {
                numbers.get(a).zip(numbers.get(b)).is_some_and(|(a, b)| a.cmp(b) == better)
            })
        } else if let Some(numbers) = keys.as_primitive_opt::<Float64Type>() {
            let numbers = numbers.values();
            self.find_best(keys, group_indices, filter, |a, b| {
                let pair = numbers.get(a).zip(numbers.get(b));
                pair.is_some_and(|(a, b)| !b.is_nan() && (a.is_nan() || a.partial_cmp(b) == Some(better)))
            })
        } else {
            let compare = make_comparator(keys, keys, SortOptions::default())?;
            self.find_best(keys, group_indices, filter, |a, b| compare(a, b) == better)
        };
        for group in touched {
            let Some(row) = self.best.get_mut(group).and_then(Option::take) else { continue };
            let key = ScalarValue::try_from_array(keys, row)?;
            let Some(held) = self.held.get(group) else { continue };
            if !self.beats(held, &key) {
                continue;
            }
            let mut value = ScalarValue::try_from_array(payload, row)?;
            // A value must not keep the batch that it came from.
            value.compact();
            let new = Some((key, value));
            self.bytes = (self.bytes + size_of_held(&new)).saturating_sub(size_of_held(held));
            if let Some(held) = self.held.get_mut(group) {
                *held = new;
            }
        }
        Ok(())
    }

    fn evaluate(&mut self, emit: EmitTo) -> Result<ArrayRef> {
        let null = self.null(1)?;
        let values = self.take(emit).into_iter().map(|held| held.map_or_else(|| null.clone(), |(_, value)| value));
        self.column(values.collect(), 1)
    }

    fn state(&mut self, emit: EmitTo) -> Result<Vec<ArrayRef>> {
        let nothing = (self.null(0)?, self.null(1)?);
        let held = self.take(emit).into_iter().map(|held| held.unwrap_or_else(|| nothing.clone()));
        let (keys, values): (Vec<_>, Vec<_>) = held.unzip();
        Ok(vec![self.column(keys, 0)?, self.column(values, 1)?])
    }

    fn merge_batch(&mut self, values: &[ArrayRef], group_indices: &[usize], total: usize) -> Result<()> {
        self.update_batch(values, group_indices, None, total)
    }

    fn convert_to_state(&self, values: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let rows = values.first().map_or(0, |v| v.len());
        let mut each = Self::new(self.extreme, self.types.clone());
        each.update_batch(values, &(0..rows).collect::<Vec<_>>(), filter, rows)?;
        each.state(EmitTo::All)
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.bytes + self.best.len() * size_of::<Option<usize>>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use datafusion::arrow::array::{Int64Array, StringViewArray};
    use std::sync::Arc;

    fn column<A: Array + 'static>(array: A) -> ArrayRef {
        Arc::new(array)
    }

    #[test]
    fn groups_are_kept_apart() {
        let mut max = Groups::new(Extreme::Max, [DataType::Int64, DataType::Utf8View]);
        let keys = column(Int64Array::from(vec![Some(1), None, Some(3), Some(3), None]));
        let values = column(StringViewArray::from(vec!["a", "b", "c", "d", "e"]));
        max.update_batch(&[keys, values], &[0, 1, 0, 0, 2], None, 3).unwrap();
        let keys = column(Int64Array::from(vec![Some(0), Some(2), None]));
        let values = column(StringViewArray::from(vec!["x", "y", "z"]));
        max.update_batch(&[keys, values], &[1, 0, 2], None, 3).unwrap();
        let state = max.state(EmitTo::All).unwrap();
        let mut merged = Groups::new(Extreme::Max, [DataType::Int64, DataType::Utf8View]);
        merged.merge_batch(&state, &[1, 0, 2], 3).unwrap();
        let result = merged.evaluate(EmitTo::All).unwrap();
        assert_eq!(result.as_string_view().iter().flatten().collect::<Vec<_>>(), ["x", "c", "e"]);
        assert!(merged.evaluate(EmitTo::All).unwrap().is_empty());
    }

    #[test]
    fn texts_as_keys_and_rows_that_do_not_count() {
        let mut min = Groups::new(Extreme::Min, [DataType::Utf8View, DataType::Int64]);
        let keys = column(StringViewArray::from(vec!["b", "a", "c"]));
        let values = column(Int64Array::from(vec![1, 2, 3]));
        let counts = BooleanArray::from(vec![true, false, true]);
        min.update_batch(&[keys, values], &[0, 0, 0], Some(&counts), 2).unwrap();
        let result = min.evaluate(EmitTo::All).unwrap();
        assert_eq!(result.as_primitive::<Int64Type>().iter().collect::<Vec<_>>(), [Some(1), None]);
    }

    #[test]
    fn a_nan_beats_every_number() {
        for extreme in [Extreme::Max, Extreme::Min] {
            let mut groups = Groups::new(extreme, [DataType::Float64, DataType::Int64]);
            for keys in [vec![1.0, f64::NAN], vec![0.0, 2.0]] {
                let keys = column(datafusion::arrow::array::Float64Array::from(keys));
                groups.update_batch(&[keys, column(Int64Array::from(vec![1, 2]))], &[0, 0], None, 1).unwrap();
            }
            let result = groups.evaluate(EmitTo::All).unwrap();
            assert_eq!(result.as_primitive::<Int64Type>().value(0), 2);
        }
    }
}
