use arrow::array::{Array, BooleanArray, Int32Array, Int64Array, RecordBatch, StringViewArray};
use arrow::compute::filter_record_batch;
use arrow::error::ArrowError;
use std::collections::BTreeSet;

/// Past this many alternatives a filter costs more than the rows it saves.
const MOST_ALTERNATIVES: usize = 256;

/// Which rows an asker can use. A filter may keep more rows than the asker's own conditions, never fewer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Filter {
    /// Every row.
    #[default]
    All,
    Any(Vec<Self>),
    Both(Vec<Self>),
    Text {
        column: String,
        test: TextTest,
        values: Vec<String>,
    },
    Number {
        column: String,
        values: Vec<i64>,
    },
}

/// How a text column is compared. All tests ignore ASCII case; a value with other letters keeps every row, so
/// that Unicode folding stays the asker's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextTest {
    Equals,
    Contains,
    StartsWith,
    EndsWith,
}

impl Filter {
    /// Rows that either filter keeps.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, _) | (_, Self::All) => Self::All,
            (a, b) if a == b => a,
            (a, b) => {
                let mut all = a.alternatives();
                for alternative in b.alternatives() {
                    if !all.contains(&alternative) {
                        all.push(alternative);
                    }
                }
                if all.len() > MOST_ALTERNATIVES { Self::All } else { Self::Any(all) }
            }
        }
    }

    /// Adds the columns of which an empty value may be asked for.
    pub(crate) fn may_want_empty(&self, columns: &mut BTreeSet<String>) {
        match self {
            Self::All | Self::Number { .. } => {}
            Self::Any(parts) | Self::Both(parts) => parts.iter().for_each(|part| part.may_want_empty(columns)),
            Self::Text { column, values, .. } => {
                if values.iter().any(String::is_empty) {
                    columns.insert(column.clone());
                }
            }
        }
    }

    fn alternatives(self) -> Vec<Self> {
        match self {
            Self::Any(all) => all,
            other => vec![other],
        }
    }

    /// The batch without the rows that the filter rules out. A condition on a column that the batch lacks keeps
    /// every row.
    ///
    /// # Errors
    /// Only when Arrow refuses to filter the batch.
    pub fn apply(&self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        if *self == Self::All {
            return Ok(batch.clone());
        }
        let keep: BooleanArray = self.keep(batch).into();
        if keep.true_count() == batch.num_rows() { Ok(batch.clone()) } else { filter_record_batch(batch, &keep) }
    }

    fn keep(&self, batch: &RecordBatch) -> Vec<bool> {
        let rows = batch.num_rows();
        match self {
            Self::All => vec![true; rows],
            Self::Any(parts) => fold(parts, batch, false, |a, b| a || b),
            Self::Both(parts) => fold(parts, batch, true, |a, b| a && b),
            Self::Text { column, test, values } => {
                let array = batch.column_by_name(column).and_then(|c| c.as_any().downcast_ref::<StringViewArray>());
                match array {
                    Some(array) if values.iter().all(|v| v.is_ascii()) => {
                        array.iter().map(|text| values.iter().any(|v| test.holds(text.unwrap_or(""), v))).collect()
                    }
                    _ => vec![true; rows],
                }
            }
            Self::Number { column, values } => {
                let array = batch.column_by_name(column).map(|c| c.as_any());
                if let Some(array) = array.and_then(|a| a.downcast_ref::<Int32Array>()) {
                    array.iter().map(|n| n.is_some_and(|n| values.contains(&i64::from(n)))).collect()
                } else if let Some(array) = array.and_then(|a| a.downcast_ref::<Int64Array>()) {
                    array.iter().map(|n| n.is_some_and(|n| values.contains(&n))).collect()
                } else {
                    vec![true; rows]
                }
            }
        }
    }
}

fn fold(parts: &[Filter], batch: &RecordBatch, start: bool, join: impl Fn(bool, bool) -> bool) -> Vec<bool> {
    parts.iter().fold(vec![start; batch.num_rows()], |keep, part| {
        keep.into_iter().zip(part.keep(batch)).map(|(a, b)| join(a, b)).collect()
    })
}

impl TextTest {
    fn holds(self, text: &str, value: &str) -> bool {
        let (text, value) = (text.as_bytes(), value.as_bytes());
        match self {
            // Non-ASCII text may equal an ASCII value under Unicode folding (the Kelvin sign is a k).
            _ if !text.is_ascii() => true,
            Self::Equals => text.eq_ignore_ascii_case(value),
            Self::StartsWith => text.get(..value.len()).is_some_and(|t| t.eq_ignore_ascii_case(value)),
            Self::EndsWith => text
                .len()
                .checked_sub(value.len())
                .and_then(|at| text.get(at..))
                .is_some_and(|t| t.eq_ignore_ascii_case(value)),
            Self::Contains => value.is_empty() || text.windows(value.len()).any(|w| w.eq_ignore_ascii_case(value)),
        }
    }
}
