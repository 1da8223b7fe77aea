//! What functions of dynamic arrays share.

use super::compare::{equal_json, order_json};
use serde_json::Value as Json;
use std::cmp::Ordering;

/// How many bytes a function makes of little at most.
pub(crate) const MOST_BYTES: usize = 64 * 1024 * 1024;

/// How many items a function makes at most.
pub(crate) const MOST_ITEMS: usize = 1_048_576;

/// Moves items to the left, or to the right where `by` is negative, and fills what becomes free.
pub(crate) fn shift_left(items: &[Json], by: i64, fill: &Json) -> Vec<Json> {
    let at = |i: usize| i64::try_from(i).ok()?.checked_add(by).and_then(|i| usize::try_from(i).ok());
    (0..items.len()).map(|i| at(i).and_then(|i| items.get(i)).unwrap_or(fill).clone()).collect()
}

/// A position that counts from the end where it is negative.
pub(crate) fn from_end(index: i64, length: usize) -> i64 {
    if index < 0 { index.saturating_add(i64::try_from(length).unwrap_or(i64::MAX)) } else { index }
}

/// The items without repetitions.
pub(crate) fn distinct(items: impl IntoIterator<Item = Json>) -> Vec<Json> {
    let mut kept: Vec<Json> = Vec::new();
    // Texts of items make a look-up cheap; numbers that differ only in kind are the same.
    let mut seen = std::collections::BTreeSet::new();
    for item in items {
        if seen.insert(identity(&item)) {
            kept.push(item);
        }
    }
    kept
}

/// A text that equal items share.
pub(crate) fn identity(item: &Json) -> String {
    match item.as_f64() {
        Some(number) if item.as_i64().is_none() => crate::real::format(number),
        Some(number) if number.abs() < 9e15 => crate::real::format(number),
        _ => item.to_string(),
    }
}

/// Whether an array has an item.
pub(crate) fn has(items: &[Json], wanted: &Json) -> bool {
    items.iter().any(|item| equal_json(item, wanted))
}

/// Sorts an array: numbers, then texts, then the rest; descending only turns the order within a kind.
pub(crate) fn sort(items: &mut [Json], descending: bool, nulls_last: bool) {
    items.sort_by(|a, b| match (a.is_null(), b.is_null()) {
        (true, true) => Ordering::Equal,
        (true, false) if nulls_last => Ordering::Greater,
        (true, false) => Ordering::Less,
        (false, true) if nulls_last => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => {
            let order = order_json(a, b);
            let same_kind = std::mem::discriminant(a) == std::mem::discriminant(b);
            if descending && same_kind { order.reverse() } else { order }
        }
    });
}
