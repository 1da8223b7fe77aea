//! Which rows of a column share their text, told without looking at the text.
//!
//! Readers of dictionary-encoded columns hand over views that point at one copy of each text. Equal views mean equal
//! texts, and comparing views is a comparison of 16 bytes.

use arrow::array::{Array, StringViewArray};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Fewer rows than this are not worth it.
const FEWEST: usize = 256;

/// How many rows are looked at to find out whether texts repeat.
const SAMPLE: usize = 128;

/// The different texts of a column.
pub(super) struct Distinct<'a> {
    pub(super) texts: Vec<&'a str>,
    /// For each row the index of its text.
    pub(super) of_row: Vec<u32>,
}

/// The different texts of a column, where they are at most half as many as its rows; a missing text is `""`. Equal
/// texts at two places may count twice.
pub(super) fn distinct_views(column: &StringViewArray) -> Option<Distinct<'_>> {
    let rows = column.len();
    if rows < FEWEST {
        return None;
    }
    let views = column.views();
    let mut seen: HashMap<u128, u32, BuildHasherDefault<ViewHasher>> = HashMap::default();
    seen.extend(views.iter().step_by(rows / SAMPLE).map(|view| (*view, 0)));
    if seen.len() > SAMPLE / 2 {
        return None;
    }
    seen.clear();
    let mut distinct = Distinct { texts: Vec::new(), of_row: Vec::with_capacity(rows) };
    for (row, view) in views.iter().enumerate() {
        // What is missing has the view of "", whatever stands in its place.
        let view = if column.is_null(row) { 0 } else { *view };
        let next = u32::try_from(seen.len()).ok()?;
        let index = *seen.entry(view).or_insert(next);
        if index == next {
            if distinct.texts.len() > rows / 2 {
                return None;
            }
            distinct.texts.push(if view == 0 { "" } else { column.value(row) });
        }
        distinct.of_row.push(index);
    }
    Some(distinct)
}

/// Mixes the two halves of a view. Views that collide cost time and nothing else.
#[derive(Default)]
struct ViewHasher(u64);

impl Hasher for ViewHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01B3);
        }
    }

    fn write_u128(&mut self, view: u128) {
        #[allow(clippy::cast_possible_truncation, reason = "the two halves of the view")]
        let (low, high) = (view as u64, (view >> 64) as u64);
        let mixed = (low ^ 0x9E37_79B9_7F4A_7C15).wrapping_mul(0xD6E8_FEB8_6659_FD93) ^ high.rotate_left(29);
        let mixed = mixed.wrapping_mul(0xA24B_AED4_963E_E407);
        self.0 = mixed ^ (mixed >> 32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_repeat_are_told_once() {
        let long = "a text that is too long for a view";
        let mut builder = arrow::array::StringViewBuilder::new().with_deduplicate_strings();
        for row in 0..1000 {
            match row % 4 {
                0 => builder.append_null(),
                1 => builder.append_value(long),
                2 => builder.append_value("x"),
                _ => builder.append_value(""),
            }
        }
        let column = builder.finish();
        let found = distinct_views(&column).unwrap();
        assert_eq!(found.texts, ["", long, "x"]);
        assert_eq!(found.of_row.get(..5), Some([0, 1, 2, 0, 0].as_slice()));
    }

    #[test]
    fn texts_that_differ_are_left_alone() {
        let column: StringViewArray = (0..1000).map(|i| Some(i.to_string())).collect();
        assert!(distinct_views(&column).is_none());
        let few: StringViewArray = (0..10).map(|_| Some("x")).collect();
        assert!(distinct_views(&few).is_none());
    }
}
