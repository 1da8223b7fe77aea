//! A test on every text of a column.

use super::distinct::{Distinct, distinct_views};
use super::read::Text;
use crate::ColumnArg;
use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, BooleanBufferBuilder, StringViewArray};
use arrow::buffer::BooleanBuffer;
use arrow::datatypes::DataType;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Texts of all lengths.
pub(crate) const ANY_LENGTH: RangeInclusive<usize> = 0..=usize::MAX;

/// What a test costs against looking up whether it was made before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cost {
    /// A comparison: made for every row.
    Little,
    /// A search: made once for each different text, where texts repeat.
    Much,
}

/// Runs a test on every row's text; a missing text counts as `""`. Of a dictionary each value is tested once, and of
/// other columns in which texts repeat each text.
pub(crate) fn test_strings(
    arg: &ColumnArg,
    rows: usize,
    cost: Cost,
    mut test: impl FnMut(&str) -> bool,
) -> Result<ArrayRef, String> {
    let hits = mark_strings(arg, rows, cost, &ANY_LENGTH, |texts, hits| {
        for (text, hit) in texts.iter().zip(hits) {
            *hit = test(text);
        }
    })?;
    Ok(Arc::new(BooleanArray::new(hits, None)))
}

/// As [`test_strings`], for a test that takes many texts at once: of flags that are all unset it sets those of the
/// texts that pass. Texts of other lengths in bytes than these are not looked at, and do not pass.
pub(crate) fn mark_strings(
    arg: &ColumnArg,
    rows: usize,
    cost: Cost,
    lengths: &RangeInclusive<usize>,
    mut mark: impl FnMut(&[&str], &mut [bool]),
) -> Result<BooleanBuffer, String> {
    let mut marked = |texts: &[&str]| {
        let mut hits = vec![false; texts.len()];
        mark(texts, &mut hits);
        hits
    };
    Ok(match arg {
        ColumnArg::Constant(value) => {
            let hit = marked(&[value.as_str().unwrap_or_default()]).first().copied().unwrap_or_default();
            if hit { BooleanBuffer::new_set(rows) } else { BooleanBuffer::new_unset(rows) }
        }
        ColumnArg::Array(array) => match repeated(array, cost) {
            Some(Distinct { texts, of_row }) => {
                let hits = marked(&texts);
                let hit = |i: usize| of_row.get(i).and_then(|t| hits.get(*t as usize)).copied().unwrap_or_default();
                BooleanBuffer::collect_bool(rows, hit)
            }
            None if *lengths != ANY_LENGTH && *array.data_type() == DataType::Utf8View => {
                of_lengths(array.as_string_view(), lengths, marked)
            }
            None => match Text::new(array.as_ref())? {
                Text::Dictionary { keys, nulls, values } if values.len() <= rows => {
                    // The last one stands for what is missing.
                    let known = (0..values.len()).map(|i| values.get(i).unwrap_or_default());
                    let texts: Vec<&str> = known.chain([""]).collect();
                    let hits = marked(&texts);
                    let empty = hits.last().copied().unwrap_or_default();
                    BooleanBuffer::collect_bool(rows, |i| match keys.get(i) {
                        Some(key) if nulls.as_ref().is_none_or(|n| n.is_valid(i)) => {
                            hits.get(*key).copied().unwrap_or(empty)
                        }
                        _ => empty,
                    })
                }
                text => {
                    let texts: Vec<&str> = (0..rows).map(|i| text.get(i).unwrap_or_default()).collect();
                    BooleanBuffer::from(marked(&texts))
                }
            },
        },
    })
}

/// Tests the texts of some lengths: a view tells its text's length.
fn of_lengths<'a>(
    column: &'a StringViewArray,
    lengths: &RangeInclusive<usize>,
    mut marked: impl FnMut(&[&'a str]) -> Vec<bool>,
) -> BooleanBuffer {
    let nulls = column.nulls();
    let (mut rows, mut texts) = (Vec::new(), Vec::new());
    for (row, view) in column.views().iter().enumerate() {
        let null = nulls.is_some_and(|nulls| nulls.is_null(row));
        let length = if null { 0 } else { usize::try_from(*view & u128::from(u32::MAX)).unwrap_or(usize::MAX) };
        if lengths.contains(&length) {
            rows.push(row);
            texts.push(if null { "" } else { column.value(row) });
        }
    }
    let mut bits = BooleanBufferBuilder::new(column.len());
    bits.append_n(column.len(), false);
    for (row, _) in rows.into_iter().zip(marked(&texts)).filter(|(_, hit)| *hit) {
        bits.set_bit(row, true);
    }
    bits.finish()
}

/// The different texts of a column without a dictionary, where it pays to look for them.
fn repeated(array: &ArrayRef, cost: Cost) -> Option<Distinct<'_>> {
    match (cost, array.data_type()) {
        (Cost::Much, DataType::Utf8View) => distinct_views(array.as_string_view()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{Array, AsArray, DictionaryArray, StringArray, StringViewArray};
    use arrow::datatypes::Int32Type;

    #[test]
    fn dictionaries_are_tested_once_a_value() {
        let column: DictionaryArray<Int32Type> =
            [Some("a"), None, Some("b"), Some("a"), Some("a")].into_iter().collect();
        let mut calls = 0;
        let result = test_strings(&ColumnArg::Array(Arc::new(column)), 5, Cost::Little, |text| {
            calls += 1;
            text == "a" || text.is_empty()
        });
        let result = result.unwrap();
        let got: Vec<bool> = result.as_boolean().iter().map(Option::unwrap).collect();
        assert_eq!(got, [true, true, false, true, true]);
        assert_eq!(calls, 3);
    }

    #[test]
    fn dictionaries_without_values() {
        let keys = arrow::array::Int32Array::from(vec![None, None]);
        let column = DictionaryArray::new(keys, Arc::new(StringArray::from(Vec::<&str>::new())));
        let result = test_strings(&ColumnArg::Array(Arc::new(column)), 2, Cost::Much, str::is_empty).unwrap();
        assert!(result.as_boolean().iter().all(|v| v == Some(true)));
    }

    #[test]
    fn missing_text_is_empty() {
        let column = StringViewArray::from(vec![None, Some("x")]);
        let result = test_strings(&ColumnArg::Array(Arc::new(column)), 2, Cost::Much, str::is_empty).unwrap();
        assert_eq!(result.null_count(), 0);
        assert!(result.as_boolean().value(0) && !result.as_boolean().value(1));
    }

    #[test]
    fn every_layout_answers_alike() {
        let texts: Vec<Option<String>> = (0..1000)
            .map(|i| (i % 7 != 0).then(|| format!("C:\\Windows\\{}\\{}.exe", ["Größe", "x"][i % 2], i % 5)))
            .collect();
        let mut views = arrow::array::StringViewBuilder::new().with_deduplicate_strings();
        texts.iter().for_each(|t| views.append_option(t.as_deref()));
        let columns: [ArrayRef; 4] = [
            Arc::new(texts.iter().map(Option::as_deref).collect::<StringArray>()),
            Arc::new(texts.iter().map(Option::as_deref).collect::<StringViewArray>()),
            Arc::new(views.finish()),
            Arc::new(texts.iter().map(Option::as_deref).collect::<DictionaryArray<Int32Type>>()),
        ];
        for symbol in ["has", "!has", "contains", "hasprefix", "startswith", "endswith", "=~", "!~", "matches regex"] {
            for right in ["GRÖSSE", "größe", "windows", "C:\\\\", "exe", "c:\\windows\\X\\1.EXE", ""] {
                let operator = crate::operator(symbol).unwrap();
                let types = [crate::KqlType::String; 2];
                let right = crate::Value::string(right);
                let Ok(call) = crate::prepare(operator, &[None, Some(right.clone())], &types, crate::KqlType::Bool)
                else {
                    continue;
                };
                let run = |column: &ArrayRef| {
                    let args = [ColumnArg::Array(Arc::clone(column)), ColumnArg::Constant(right.clone())];
                    call.run(&args, 1000).unwrap()
                };
                let expect: BooleanArray = texts
                    .iter()
                    .map(|t| {
                        let one: ArrayRef = Arc::new(StringViewArray::from(vec![t.as_deref().unwrap_or_default()]));
                        let args = [ColumnArg::Array(one), ColumnArg::Constant(right.clone())];
                        Some(call.run(&args, 1).unwrap().as_boolean().value(0))
                    })
                    .collect();
                for column in &columns {
                    assert_eq!(run(column).as_boolean(), &expect, "{symbol} {right:?} {}", column.data_type());
                }
            }
        }
    }
}
