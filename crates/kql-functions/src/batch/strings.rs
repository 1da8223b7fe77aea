//! A test on every text of a column.

use super::read::Text;
use crate::ColumnArg;
use arrow::array::{ArrayRef, BooleanArray};
use arrow::buffer::BooleanBuffer;
use std::sync::Arc;

/// Runs a test on every row's text; a missing text counts as `""`. Of a dictionary, each value is tested once.
pub(crate) fn test_strings(
    arg: &ColumnArg,
    rows: usize,
    mut test: impl FnMut(&str) -> bool,
) -> Result<ArrayRef, String> {
    let bits = match arg {
        ColumnArg::Constant(value) => {
            let hit = test(value.as_str().unwrap_or_default());
            if hit { BooleanBuffer::new_set(rows) } else { BooleanBuffer::new_unset(rows) }
        }
        ColumnArg::Array(array) => match Text::new(array.as_ref())? {
            Text::Dictionary { keys, nulls, values } if values.len() <= rows => {
                let hits: Vec<bool> = (0..values.len()).map(|i| test(values.get(i).unwrap_or_default())).collect();
                let empty = test("");
                BooleanBuffer::collect_bool(rows, |i| match keys.get(i) {
                    Some(key) if nulls.as_ref().is_none_or(|n| n.is_valid(i)) => {
                        hits.get(*key).copied().unwrap_or(empty)
                    }
                    _ => empty,
                })
            }
            text => BooleanBuffer::collect_bool(rows, |i| test(text.get(i).unwrap_or_default())),
        },
    };
    Ok(Arc::new(BooleanArray::new(bits, None)))
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
        let result = test_strings(&ColumnArg::Array(Arc::new(column)), 5, |text| {
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
        let result = test_strings(&ColumnArg::Array(Arc::new(column)), 2, str::is_empty).unwrap();
        assert!(result.as_boolean().iter().all(|v| v == Some(true)));
    }

    #[test]
    fn missing_text_is_empty() {
        let column = StringViewArray::from(vec![None, Some("x")]);
        let result = test_strings(&ColumnArg::Array(Arc::new(column)), 2, str::is_empty).unwrap();
        assert_eq!(result.null_count(), 0);
        assert!(result.as_boolean().value(0) && !result.as_boolean().value(1));
    }
}
