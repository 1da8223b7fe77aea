//! Types of text cells: guessed over a whole column, and applied cell by cell.

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::{Field, Schema, SchemaRef};
use datafusion::error::Result;
use kql_functions::{KqlType, OwnedValue, Value, build, convert, json, time};
use std::sync::Arc;

/// What the cells of a column have had in common so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Guess {
    /// Only empty cells.
    #[default]
    Nothing,
    Is(KqlType),
}

impl Guess {
    /// Takes one more cell into account.
    pub(crate) fn see(&mut self, cell: &str) {
        if cell.is_empty() || *self == Self::Is(KqlType::String) {
            return;
        }
        self.see_type(type_of(cell));
    }

    pub(crate) fn see_type(&mut self, ty: KqlType) {
        *self = match *self {
            Self::Nothing => Self::Is(ty),
            Self::Is(known) if known == ty => Self::Is(known),
            Self::Is(known) => Self::Is(match known.wider(ty) {
                Some(wider) => wider,
                None => KqlType::String,
            }),
        };
    }

    /// Columns that hold nothing are strings.
    pub(crate) const fn ty(self) -> KqlType {
        match self {
            Self::Nothing => KqlType::String,
            Self::Is(ty) => ty,
        }
    }
}

fn type_of(cell: &str) -> KqlType {
    let bytes = cell.as_bytes();
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    // A number with a leading zero is a code (`007`), and one beyond 64 bits an id.
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        let code = digits.len() > 1 && digits.starts_with('0');
        return if !code && cell.parse::<i64>().is_ok() { KqlType::Long } else { KqlType::String };
    }
    if cell.eq_ignore_ascii_case("true") || cell.eq_ignore_ascii_case("false") {
        return KqlType::Bool;
    }
    let real = digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'-' | b'+'));
    if real && digits.starts_with(|c: char| c.is_ascii_digit()) && cell.parse::<f64>().is_ok() {
        return KqlType::Real;
    }
    let dated = bytes.len() >= 10 && bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
    if dated && time::parse_datetime(cell).is_some() {
        return KqlType::DateTime;
    }
    if matches!(bytes.first(), Some(b'{' | b'[')) && serde_json::from_str::<serde::de::IgnoredAny>(cell).is_ok() {
        return KqlType::Dynamic;
    }
    KqlType::String
}

/// A text cell as a value of its column's type; what does not fit is null.
pub(crate) fn value_of(cell: &str, ty: KqlType) -> OwnedValue {
    match ty {
        KqlType::String => Value::string(cell),
        _ if cell.is_empty() => Value::Null,
        KqlType::Dynamic => json::parse(cell).map_or(Value::Null, |j| Value::Dynamic(j.into_owned().into())),
        _ => convert::to(&Value::str(cell), ty),
    }
}

pub(crate) fn schema_of(columns: &[(String, KqlType)]) -> SchemaRef {
    let fields: Vec<Field> = columns.iter().map(|(n, ty)| Field::new(n, ty.arrow(), *ty != KqlType::String)).collect();
    Arc::new(Schema::new(fields))
}

/// A batch of some columns.
pub(crate) fn batch_of(columns: &[(String, KqlType)], cells: Vec<Vec<OwnedValue>>) -> Result<RecordBatch> {
    let rows = cells.first().map_or(0, Vec::len);
    let arrays = cells.into_iter().zip(columns).map(|(values, (_, ty))| build(values, *ty)).collect();
    let options = datafusion::arrow::array::RecordBatchOptions::new().with_row_count(Some(rows));
    Ok(RecordBatch::try_new_with_options(schema_of(columns), arrays, &options)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses() {
        let check = |cells: &[&str], expect| {
            let mut guess = Guess::default();
            cells.iter().for_each(|c| guess.see(c));
            assert_eq!(guess.ty(), expect, "{cells:?}");
        };
        check(&["1", "", "20"], KqlType::Long);
        check(&["1", "2.5"], KqlType::Real);
        check(&["007"], KqlType::String);
        check(&["true", "False"], KqlType::Bool);
        check(&["2024-01-02T03:04:05Z", "2024-01-02 03:04"], KqlType::DateTime);
        check(&["1", "x"], KqlType::String);
        check(&["{\"a\":1}", "[]"], KqlType::Dynamic);
        check(&["{broken"], KqlType::String);
        check(&["1", "true"], KqlType::String);
        check(&["", ""], KqlType::String);
        check(&["99999999999999999999"], KqlType::String);
    }
}
