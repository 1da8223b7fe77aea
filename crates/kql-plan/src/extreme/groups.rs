//! The row with the greatest or least key of each of many groups.
//!
//! While batches come, a group notes where its best row lies. Values are copied when the batches that are kept for them
//! have grown large, and at the end.

use super::Extreme;
use super::kept::Kept;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, PrimitiveArray, make_comparator};
use datafusion::arrow::compute::SortOptions;
use datafusion::arrow::datatypes::{ArrowPrimitiveType, DataType, Float64Type, Int64Type};
use datafusion::common::ScalarValue;
use datafusion::error::Result;
use datafusion::logical_expr::{EmitTo, GroupsAccumulator};
use std::cmp::Ordering;

/// The best key of a group so far.
#[derive(Debug, Clone, PartialEq)]
enum Best<K> {
    /// The group had no row yet.
    Nothing,
    /// It had rows, whose keys are all null.
    Null,
    Key(K),
}

/// The best keys of all groups.
enum Keys {
    Long(Vec<Best<i64>>),
    Real(Vec<Best<f64>>),
    Other { best: Vec<Best<ScalarValue>>, bytes: usize },
}

pub(super) struct Groups {
    extreme: Extreme,
    types: [DataType; 2],
    keys: Keys,
    values: Kept,
}

impl Groups {
    pub(super) fn new(extreme: Extreme, types: [DataType; 2]) -> Self {
        let keys = match types[0] {
            DataType::Int64 => Keys::Long(Vec::new()),
            DataType::Float64 => Keys::Real(Vec::new()),
            _ => Keys::Other { best: Vec::new(), bytes: 0 },
        };
        let values = Kept::new(types[1].clone());
        Self { extreme, types, keys, values }
    }

    /// The keys of the first groups, which are removed.
    fn take_keys(&mut self, emit: EmitTo) -> Result<ArrayRef> {
        let ty = &self.types[0];
        Ok(match &mut self.keys {
            Keys::Long(best) => as_array::<Int64Type>(&emit.take_needed(best), ty),
            Keys::Real(best) => as_array::<Float64Type>(&emit.take_needed(best), ty),
            Keys::Other { best, bytes } => {
                let taken = emit.take_needed(best);
                *bytes = best.iter().map(size_of_best).sum();
                let null = ScalarValue::try_from(ty)?;
                let keys = taken.into_iter().map(|best| match best {
                    Best::Key(key) => key,
                    Best::Null | Best::Nothing => null.clone(),
                });
                let keys: Vec<ScalarValue> = keys.collect();
                if keys.is_empty() { null.to_array_of_size(0)? } else { ScalarValue::iter_to_array(keys)? }
            }
        })
    }
}

fn as_array<T: ArrowPrimitiveType>(best: &[Best<T::Native>], ty: &DataType) -> ArrayRef {
    let keys = best.iter().map(|best| match best {
        Best::Key(key) => Some(*key),
        Best::Null | Best::Nothing => None,
    });
    std::sync::Arc::new(keys.collect::<PrimitiveArray<T>>().with_data_type(ty.clone()))
}

fn size_of_best(best: &Best<ScalarValue>) -> usize {
    size_of::<Best<ScalarValue>>()
        + match best {
            Best::Key(key) => key.size() - size_of::<ScalarValue>(),
            Best::Nothing | Best::Null => 0,
        }
}

/// Which rows count, of a batch.
fn counts(filter: Option<&BooleanArray>, row: usize) -> bool {
    filter.is_none_or(|f| row < f.len() && f.is_valid(row) && f.value(row))
}

/// Numbers as keys: whoever beats the best of his group takes its place.
fn update_numbers<T: ArrowPrimitiveType>(
    best: &mut [Best<T::Native>],
    keys: &PrimitiveArray<T>,
    group_indices: &[usize],
    filter: Option<&BooleanArray>,
    values: &mut Kept,
    beats: impl Fn(T::Native, T::Native) -> bool,
) {
    for (row, (group, key)) in group_indices.iter().zip(keys.values()).enumerate() {
        if filter.is_some() && !counts(filter, row) {
            continue;
        }
        let Some(best) = best.get_mut(*group) else { continue };
        let better = match best {
            // A null key counts only when there is no other.
            _ if keys.is_null(row) => {
                let first = matches!(best, Best::Nothing);
                if first {
                    *best = Best::Null;
                    values.note(*group, row);
                }
                continue;
            }
            Best::Nothing | Best::Null => true,
            Best::Key(held) => beats(*key, *held),
        };
        if better {
            *best = Best::Key(*key);
            values.note(*group, row);
        }
    }
}

impl Groups {
    /// Keys of other types: the best row of each group within the batch, which then meets the best so far.
    fn update_others(&mut self, keys: &ArrayRef, group_indices: &[usize], filter: Option<&BooleanArray>) -> Result<()> {
        let Keys::Other { best, bytes } = &mut self.keys else { return Ok(()) };
        let better = match self.extreme {
            Extreme::Max => Ordering::Greater,
            Extreme::Min => Ordering::Less,
        };
        let compare = make_comparator(keys, keys, SortOptions::default())?;
        let mut within: Vec<(usize, usize)> = Vec::new();
        let mut at: std::collections::HashMap<usize, usize> = std::collections::HashMap::new();
        for (row, group) in group_indices.iter().enumerate().filter(|(row, _)| counts(filter, *row)) {
            match at.get(group).and_then(|at| within.get_mut(*at)) {
                None => {
                    at.insert(*group, within.len());
                    within.push((*group, row));
                }
                Some((_, held)) => {
                    if keys.is_valid(row) && (keys.is_null(*held) || compare(row, *held) == better) {
                        *held = row;
                    }
                }
            }
        }
        for (group, row) in within {
            let Some(best) = best.get_mut(group) else { continue };
            let key = if keys.is_null(row) {
                None
            } else {
                let mut key = ScalarValue::try_from_array(keys, row)?;
                // A key must not keep the batch that it came from.
                key.compact();
                Some(key)
            };
            let new = match (&*best, key) {
                (Best::Nothing, None) => Best::Null,
                (_, None) => continue,
                (Best::Nothing | Best::Null, Some(key)) => Best::Key(key),
                (Best::Key(held), Some(key)) if key.partial_cmp(held) == Some(better) => Best::Key(key),
                _ => continue,
            };
            *bytes = (*bytes + size_of_best(&new)).saturating_sub(size_of_best(best));
            *best = new;
            self.values.note(group, row);
        }
        Ok(())
    }
}

impl GroupsAccumulator for Groups {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        filter: Option<&BooleanArray>,
        total: usize,
    ) -> Result<()> {
        let [keys, payload] = values else { return Ok(()) };
        self.values.begin(payload, total);
        let max = self.extreme == Extreme::Max;
        match &mut self.keys {
            Keys::Long(best) => {
                best.resize(total.max(best.len()), Best::Nothing);
                let Some(keys) = keys.as_primitive_opt::<Int64Type>() else { return Ok(()) };
                let values = &mut self.values;
                if max {
                    update_numbers(best, keys, group_indices, filter, values, |new, held| new > held);
                } else {
                    update_numbers(best, keys, group_indices, filter, values, |new, held| new < held);
                }
            }
            Keys::Real(best) => {
                best.resize(total.max(best.len()), Best::Nothing);
                let Some(keys) = keys.as_primitive_opt::<Float64Type>() else { return Ok(()) };
                // A NaN beats every number.
                let beats =
                    |new: f64, held: f64| !held.is_nan() && (new.is_nan() || if max { new > held } else { new < held });
                update_numbers(best, keys, group_indices, filter, &mut self.values, beats);
            }
            Keys::Other { best, .. } => {
                best.resize(total.max(best.len()), Best::Nothing);
                self.update_others(keys, group_indices, filter)?;
            }
        }
        self.values.end()
    }

    fn evaluate(&mut self, emit: EmitTo) -> Result<ArrayRef> {
        self.take_keys(emit)?;
        self.values.take(emit)
    }

    fn state(&mut self, emit: EmitTo) -> Result<Vec<ArrayRef>> {
        Ok(vec![self.take_keys(emit)?, self.values.take(emit)?])
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
        let keys = match &self.keys {
            Keys::Long(best) => best.capacity() * size_of::<Best<i64>>(),
            Keys::Real(best) => best.capacity() * size_of::<Best<f64>>(),
            Keys::Other { best, bytes } => best.capacity() * size_of::<Best<ScalarValue>>() + bytes,
        };
        size_of::<Self>() + keys + self.values.size()
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
        let counts = BooleanArray::from(vec![true, false, true]);
        for keys in [["b", "a", "c"], ["bb", "0", "b"]] {
            let keys = column(StringViewArray::from(keys.to_vec()));
            let values = column(Int64Array::from(vec![1, 2, 3]));
            min.update_batch(&[keys, values], &[0, 0, 0], Some(&counts), 2).unwrap();
        }
        let state = min.state(EmitTo::First(1)).unwrap();
        assert_eq!(state[0].as_string_view().value(0), "b");
        assert_eq!(state[1].as_primitive::<Int64Type>().value(0), 1);
        let result = min.evaluate(EmitTo::All).unwrap();
        assert_eq!(result.as_primitive::<Int64Type>().iter().collect::<Vec<_>>(), [None]);
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
