//! Which rows of a column share their text, told without looking at the text.
//!
//! Readers of dictionary-encoded columns hand over views that point at one copy of each text. Equal views mean equal
//! texts, and comparing views is a comparison of 16 bytes.

use crate::ColumnArg;
use arrow::array::{Array, ArrayRef, AsArray, StringViewArray, StringViewBuilder, UInt32Array};
use arrow::compute::take;
use arrow::datatypes::DataType;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

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

/// Arguments in which each row differs from the others, and which of them each row has.
pub(crate) struct Once {
    args: Vec<ColumnArg>,
    count: usize,
    of_row: UInt32Array,
}

/// The arguments of a call once each, where one of them is a column of texts that repeat and the others are constant.
pub(crate) fn each_once(args: &[ColumnArg], rows: usize) -> Option<Once> {
    let is_column = |arg: &ColumnArg| matches!(arg, ColumnArg::Array(_));
    let at = args.iter().position(is_column)?;
    let ColumnArg::Array(column) = args.get(at)? else { return None };
    if column.len() != rows || args.iter().skip(at + 1).any(is_column) {
        return None;
    }
    let (texts, of_row) = repeated_texts(column)?;
    let mut args = args.to_vec();
    let count = texts.len();
    *args.get_mut(at)? = ColumnArg::Array(texts);
    Some(Once { args, count, of_row })
}

impl Once {
    /// Runs a function on the arguments, and gives each row its result.
    pub(crate) fn spread(
        self,
        run: impl FnOnce(&[ColumnArg], usize) -> Result<ArrayRef, String>,
    ) -> Result<ArrayRef, String> {
        take(&run(&self.args, self.count)?, &self.of_row, None).map_err(|error| error.to_string())
    }
}

/// The different texts of a column, and for each row the index of its own, where texts repeat and the reader told so
/// by pointing at one copy of each. Null is one of them.
pub fn repeated_texts(column: &ArrayRef) -> Option<(ArrayRef, UInt32Array)> {
    if *column.data_type() != DataType::Utf8View {
        return None;
    }
    let column = column.as_string_view();
    if column.null_count() > 0 {
        return None;
    }
    let Distinct { texts, of_row } = distinct_views(column)?;
    let mut builder = StringViewBuilder::with_capacity(texts.len());
    texts.iter().for_each(|text| builder.append_value(text));
    Some((Arc::new(builder.finish()), UInt32Array::from(of_row)))
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
        self.0 = mixed(view);
    }
}

/// A hash of a view.
pub(super) const fn mixed(view: u128) -> u64 {
    #[allow(clippy::cast_possible_truncation, reason = "the two halves of the view")]
    let (low, high) = (view as u64, (view >> 64) as u64);
    let mixed = (low ^ 0x9E37_79B9_7F4A_7C15).wrapping_mul(0xD6E8_FEB8_6659_FD93) ^ high.rotate_left(29);
    let mixed = mixed.wrapping_mul(0xA24B_AED4_963E_E407);
    mixed ^ (mixed >> 32)
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
