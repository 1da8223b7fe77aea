//! Reading Arrow columns as values.

use crate::{ColumnArg, KqlType, OwnedValue, Value};
use arrow::array::{
    Array, AsArray, BooleanArray, Decimal128Array, Float64Array, Int32Array, Int64Array, LargeStringArray, StringArray,
    StringViewArray,
};
use arrow::datatypes::{DataType, Decimal128Type, Float64Type, Int32Type, Int64Type};
use std::borrow::Cow;

/// Text columns in all layouts that readers of evidence hand over.
pub(super) enum Text<'a> {
    View(&'a StringViewArray),
    Small(&'a StringArray),
    Large(&'a LargeStringArray),
    Dictionary { keys: Vec<usize>, nulls: Option<arrow::buffer::NullBuffer>, values: Box<Self> },
}

impl<'a> Text<'a> {
    pub(super) fn new(array: &'a dyn Array) -> Result<Self, String> {
        match array.data_type() {
            DataType::Utf8View => Ok(Self::View(array.as_string_view())),
            DataType::Utf8 => Ok(Self::Small(array.as_string())),
            DataType::LargeUtf8 => Ok(Self::Large(array.as_string())),
            DataType::Dictionary(..) => {
                let dictionary = array.as_any_dictionary();
                let values = dictionary.values();
                // Normalising takes at least one value; an empty dictionary has nothing but nulls.
                let keys = if values.is_empty() { vec![0; array.len()] } else { dictionary.normalized_keys() };
                let nulls = dictionary.keys().nulls().cloned();
                Ok(Self::Dictionary { keys, nulls, values: Box::new(Self::new(values.as_ref())?) })
            }
            other => Err(format!("a column of {other} cannot be read as text")),
        }
    }

    pub(super) fn get(&self, row: usize) -> Option<&'a str> {
        match self {
            Self::View(a) => (row < a.len() && a.is_valid(row)).then(|| a.value(row)),
            Self::Small(a) => (row < a.len() && a.is_valid(row)).then(|| a.value(row)),
            Self::Large(a) => (row < a.len() && a.is_valid(row)).then(|| a.value(row)),
            Self::Dictionary { keys, nulls, values } => {
                if nulls.as_ref().is_some_and(|n| row < n.len() && n.is_null(row)) {
                    return None;
                }
                values.get(*keys.get(row)?)
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::View(a) => a.len(),
            Self::Small(a) => a.len(),
            Self::Large(a) => a.len(),
            Self::Dictionary { keys, .. } => keys.len(),
        }
    }
}

enum Column<'a> {
    Nulls,
    Bool(&'a BooleanArray),
    Int(&'a Int32Array),
    Long(&'a Int64Array),
    Real(&'a Float64Array),
    Decimal(&'a Decimal128Array),
    Text(Text<'a>),
    Constant(&'a OwnedValue),
}

/// A column of one type, row by row.
pub struct Reader<'a> {
    ty: KqlType,
    column: Column<'a>,
}

/// Reads an Arrow array as values of a type. Texts may come as `Utf8View`, `Utf8`, `LargeUtf8` or a dictionary of
/// one of these; integers in either width.
///
/// # Errors
/// The array's type cannot hold such values.
pub fn read(array: &dyn Array, ty: KqlType) -> Result<Reader<'_>, String> {
    Reader::new(array, ty)
}

impl<'a> Reader<'a> {
    fn new(array: &'a dyn Array, ty: KqlType) -> Result<Self, String> {
        let column = match array.data_type() {
            DataType::Null => Column::Nulls,
            DataType::Boolean => Column::Bool(array.as_boolean()),
            DataType::Int32 => Column::Int(array.as_primitive::<Int32Type>()),
            DataType::Int64 => Column::Long(array.as_primitive::<Int64Type>()),
            DataType::Float64 => Column::Real(array.as_primitive::<Float64Type>()),
            DataType::Decimal128(_, 17) => Column::Decimal(array.as_primitive::<Decimal128Type>()),
            _ => Column::Text(Text::new(array)?),
        };
        let fits = match &column {
            Column::Nulls | Column::Constant(_) => true,
            Column::Bool(_) => ty == KqlType::Bool,
            Column::Int(_) | Column::Long(_) => {
                matches!(ty, KqlType::Int | KqlType::Long | KqlType::DateTime | KqlType::TimeSpan)
            }
            Column::Real(_) => ty == KqlType::Real,
            Column::Decimal(_) => ty == KqlType::Decimal,
            Column::Text(_) => matches!(ty, KqlType::String | KqlType::Guid | KqlType::Dynamic),
        };
        if fits { Ok(Self { ty, column }) } else { Err(format!("a column of {} cannot hold {ty}", array.data_type())) }
    }

    /// Reads an argument, which may be one value for all rows.
    ///
    /// # Errors
    /// The array's type cannot hold such values.
    pub fn of_argument(arg: &'a ColumnArg, ty: KqlType) -> Result<Self, String> {
        match arg {
            ColumnArg::Array(array) => Self::new(array.as_ref(), ty),
            ColumnArg::Constant(value) => Ok(Self { ty, column: Column::Constant(value) }),
        }
    }

    /// The value of a row. A missing string is `""`; rows past the end are null.
    pub fn get(&self, row: usize) -> Value<'a> {
        let value = match &self.column {
            Column::Nulls => None,
            Column::Constant(value) => Some(borrow(value)),
            Column::Bool(a) => (row < a.len() && a.is_valid(row)).then(|| Value::Bool(a.value(row))),
            Column::Int(a) => (row < a.len() && a.is_valid(row)).then(|| self.integer(i64::from(a.value(row)))),
            Column::Long(a) => (row < a.len() && a.is_valid(row)).then(|| self.integer(a.value(row))),
            Column::Real(a) => (row < a.len() && a.is_valid(row)).then(|| Value::Real(a.value(row))),
            Column::Decimal(a) => (row < a.len() && a.is_valid(row)).then(|| Value::Decimal(a.value(row))),
            Column::Text(a) => a.get(row).map(|text| self.text(text)),
        };
        match value {
            None | Some(Value::Null) if self.ty == KqlType::String => Value::str(""),
            None => Value::Null,
            Some(value) => value,
        }
    }

    fn integer(&self, v: i64) -> Value<'a> {
        match self.ty {
            KqlType::DateTime => Value::DateTime(v),
            KqlType::TimeSpan => Value::TimeSpan(v),
            KqlType::Int => i32::try_from(v).map_or(Value::Null, Value::Int),
            _ => Value::Long(v),
        }
    }

    fn text(&self, text: &'a str) -> Value<'a> {
        match self.ty {
            KqlType::Guid => Value::Guid(Cow::Borrowed(text)),
            KqlType::Dynamic if text == "null" => Value::Null,
            KqlType::Dynamic => Value::Dynamic(Cow::Borrowed(text)),
            _ => Value::str(text),
        }
    }
}

fn borrow(value: &OwnedValue) -> Value<'_> {
    match value {
        Value::String(s) => Value::String(Cow::Borrowed(s)),
        Value::Guid(s) => Value::Guid(Cow::Borrowed(s)),
        Value::Dynamic(s) => Value::Dynamic(Cow::Borrowed(s)),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{ArrayRef, DictionaryArray, NullArray};
    use std::sync::Arc;

    #[test]
    fn texts_in_every_layout() {
        let dictionary: DictionaryArray<Int32Type> = vec![Some("a"), None, Some("b"), Some("a")].into_iter().collect();
        let columns: [ArrayRef; 4] = [
            Arc::new(StringViewArray::from(vec![Some("a"), None, Some("b"), Some("a")])),
            Arc::new(StringArray::from(vec![Some("a"), None, Some("b"), Some("a")])),
            Arc::new(LargeStringArray::from(vec![Some("a"), None, Some("b"), Some("a")])),
            Arc::new(dictionary),
        ];
        for column in &columns {
            let reader = read(column.as_ref(), KqlType::String).unwrap();
            let got: Vec<_> = (0..5).map(|i| reader.get(i)).collect();
            assert_eq!(got, ["a", "", "b", "a", ""].map(Value::str));
            let reader = read(column.as_ref(), KqlType::Guid).unwrap();
            assert_eq!(reader.get(1), Value::Null);
        }
    }

    #[test]
    fn other_types() {
        let ticks = Int64Array::from(vec![Some(1), None]);
        assert_eq!(read(&ticks, KqlType::DateTime).unwrap().get(0), Value::DateTime(1));
        assert_eq!(read(&ticks, KqlType::Int).unwrap().get(0), Value::Int(1));
        assert_eq!(read(&ticks, KqlType::Long).unwrap().get(1), Value::Null);
        assert!(read(&ticks, KqlType::String).is_err());
        assert_eq!(read(&NullArray::new(1), KqlType::String).unwrap().get(0), Value::str(""));
        let json = StringViewArray::from(vec!["null", "1"]);
        assert_eq!(read(&json, KqlType::Dynamic).unwrap().get(0), Value::Null);
    }
}
