//! Building Arrow columns from values.

use crate::{KqlType, OwnedValue, Value, convert, decimal};
use arrow::array::{
    ArrayRef, BooleanBuilder, Decimal128Builder, Float64Builder, Int32Builder, Int64Builder, StringViewBuilder,
};
use std::sync::Arc;

/// Builds the column of a type, as [`KqlType::arrow`] says, from one value a row. Null becomes null, but `""` in a
/// string column. A number of another kind is converted; any other value of a wrong type becomes null.
pub fn build(values: impl IntoIterator<Item = OwnedValue>, ty: KqlType) -> ArrayRef {
    let values = values.into_iter();
    let mut builder = Builder::new(ty, values.size_hint().0);
    for value in values {
        builder.push(&value);
    }
    builder.finish()
}

/// Builds a column that holds one value in every row; the text of a value is kept once.
pub(crate) fn repeat(value: &OwnedValue, ty: KqlType, rows: usize) -> ArrayRef {
    let mut builder = match Builder::new(ty, rows) {
        Builder::Text(builder, ty) => Builder::Text(builder.with_deduplicate_strings(), ty),
        other => other,
    };
    for _ in 0..rows {
        builder.push(value);
    }
    builder.finish()
}

/// A column in the making.
pub(crate) enum Builder {
    Bool(BooleanBuilder),
    Int(Int32Builder),
    Long(Int64Builder, KqlType),
    Real(Float64Builder),
    Decimal(Decimal128Builder),
    Text(StringViewBuilder, KqlType),
}

impl Builder {
    pub(crate) fn new(ty: KqlType, rows: usize) -> Self {
        match ty {
            KqlType::Bool => Self::Bool(BooleanBuilder::with_capacity(rows)),
            KqlType::Int => Self::Int(Int32Builder::with_capacity(rows)),
            KqlType::Long | KqlType::DateTime | KqlType::TimeSpan => Self::Long(Int64Builder::with_capacity(rows), ty),
            KqlType::Real => Self::Real(Float64Builder::with_capacity(rows)),
            KqlType::Decimal => {
                Self::Decimal(Decimal128Builder::with_capacity(rows).with_data_type(KqlType::Decimal.arrow()))
            }
            KqlType::String | KqlType::Guid | KqlType::Dynamic => {
                Self::Text(StringViewBuilder::with_capacity(rows), ty)
            }
        }
    }

    pub(crate) fn push(&mut self, value: &Value<'_>) {
        match self {
            Self::Bool(b) => b.append_option(value.as_bool()),
            Self::Int(b) => b.append_option(value.as_i64().and_then(|v| i32::try_from(v).ok())),
            Self::Long(b, ty) => b.append_option(match (&*ty, value) {
                (KqlType::Long, Value::Int(_) | Value::Long(_))
                | (KqlType::DateTime, Value::DateTime(_))
                | (KqlType::TimeSpan, Value::TimeSpan(_)) => value.as_i64(),
                _ => None,
            }),
            Self::Real(b) => b.append_option(value.as_f64()),
            Self::Decimal(b) => b.append_option(match value {
                Value::Decimal(v) => decimal::checked(*v),
                Value::Int(_) | Value::Long(_) | Value::Real(_) => convert::to_decimal(value),
                _ => None,
            }),
            Self::Text(b, ty) => match (&*ty, value) {
                (KqlType::String, Value::String(s))
                | (KqlType::Guid, Value::Guid(s))
                | (KqlType::Dynamic, Value::Dynamic(s)) => b.append_value(s),
                (KqlType::String, Value::Null) => b.append_value(""),
                (KqlType::String, other) => b.append_value(convert::to_str(other)),
                (KqlType::Dynamic, Value::Null) => b.append_null(),
                (KqlType::Dynamic, other) => match convert::to(other, KqlType::Dynamic) {
                    Value::Dynamic(s) => b.append_value(s),
                    _ => b.append_null(),
                },
                _ => b.append_null(),
            },
        }
    }

    pub(crate) fn finish(self) -> ArrayRef {
        match self {
            Self::Bool(mut b) => Arc::new(b.finish()),
            Self::Int(mut b) => Arc::new(b.finish()),
            Self::Long(mut b, _) => Arc::new(b.finish()),
            Self::Real(mut b) => Arc::new(b.finish()),
            Self::Decimal(mut b) => Arc::new(b.finish()),
            Self::Text(mut b, _) => Arc::new(b.finish()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::read;

    #[test]
    fn every_type_comes_back() {
        let values = [
            Value::Bool(true),
            Value::Int(-1),
            Value::Long(i64::MAX),
            Value::Real(1.5),
            Value::Decimal(decimal::ONE),
            Value::string("x"),
            Value::DateTime(5),
            Value::TimeSpan(-5),
            Value::Guid("0".into()),
            Value::Dynamic("[1]".into()),
        ];
        for (value, ty) in values.into_iter().zip(KqlType::ALL) {
            let array = build([value.clone(), Value::Null], ty);
            assert_eq!(array.data_type(), &ty.arrow());
            let reader = read(array.as_ref(), ty).unwrap();
            assert_eq!(reader.get(0), value);
            let empty = if ty == KqlType::String { Value::str("") } else { Value::Null };
            assert_eq!(reader.get(1), empty);
        }
    }

    #[test]
    fn a_repeated_text_is_kept_once() {
        let array = repeat(&Value::string("x".repeat(1_000_000)), KqlType::String, 1000);
        assert!(array.get_buffer_memory_size() < 3_000_000);
        assert_eq!(array.len(), 1000);
    }

    #[test]
    fn numbers_are_converted() {
        let array = build([Value::Int(2)], KqlType::Real);
        assert_eq!(read(array.as_ref(), KqlType::Real).unwrap().get(0), Value::Real(2.0));
        let array = build([Value::Long(i64::MAX)], KqlType::Int);
        assert_eq!(read(array.as_ref(), KqlType::Int).unwrap().get(0), Value::Null);
    }
}
