//! Columns of a file as columns of KQL's types.

use crate::user_table::cells::value_of;
use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Int64Array, RecordBatch, RecordBatchOptions, Scalar, StringViewArray,
};
use datafusion::arrow::compute::{cast, is_not_null, kernels::zip::zip, nullif};
use datafusion::arrow::datatypes::{DataType, Field, Int64Type, Schema, TimeUnit};
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::error::{DataFusionError, Result};
use kql_functions::{KqlType, OwnedValue, Value, build, convert, json, read, time};
use std::sync::Arc;

/// The KQL type that fits a type of a file best.
pub(super) fn type_of(ty: &DataType) -> KqlType {
    match ty {
        DataType::Boolean => KqlType::Bool,
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::UInt8 | DataType::UInt16 => KqlType::Int,
        DataType::Int64 | DataType::UInt32 | DataType::UInt64 => KqlType::Long,
        DataType::Float16 | DataType::Float32 | DataType::Float64 => KqlType::Real,
        DataType::Timestamp(..) | DataType::Date32 | DataType::Date64 => KqlType::DateTime,
        DataType::Duration(_) | DataType::Time32(_) | DataType::Time64(_) => KqlType::TimeSpan,
        DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Decimal128(..) | DataType::Decimal256(..) => {
            KqlType::Decimal
        }
        DataType::Dictionary(_, values) => type_of(values),
        DataType::List(_)
        | DataType::LargeList(_)
        | DataType::FixedSizeList(..)
        | DataType::Struct(_)
        | DataType::Map(..) => KqlType::Dynamic,
        _ => KqlType::String,
    }
}

/// A batch of some columns of a file.
pub(super) fn batch(batch: &RecordBatch, columns: &[(String, KqlType)]) -> Result<RecordBatch> {
    let mut fields = Vec::with_capacity(batch.num_columns());
    let mut arrays = Vec::with_capacity(batch.num_columns());
    for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
        let ty = columns.iter().find(|(n, _)| n == field.name()).map_or(KqlType::String, |(_, ty)| *ty);
        fields.push(Field::new(field.name(), ty.arrow(), ty != KqlType::String));
        arrays.push(column(array, ty)?);
    }
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    Ok(RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options)?)
}

/// A column in the form of its KQL type.
pub(super) fn column(array: &ArrayRef, ty: KqlType) -> Result<ArrayRef> {
    if let DataType::Dictionary(_, values) = array.data_type() {
        return column(&cast(array, values)?, ty);
    }
    let own = type_of(array.data_type());
    let natural = match own {
        KqlType::DateTime => ticks(array, time::UNIX_EPOCH)?,
        KqlType::TimeSpan => ticks(array, 0)?,
        KqlType::Dynamic => as_json(array)?,
        KqlType::String => as_text(array)?,
        other if *array.data_type() == other.arrow() => Arc::clone(array),
        other => cast(array, &other.arrow())?,
    };
    match (own, ty) {
        _ if own == ty => Ok(natural),
        (KqlType::String, KqlType::Dynamic) => text_as_dynamic(&natural),
        (KqlType::String, KqlType::DateTime) => {
            let texts = natural.as_string_view();
            let times = texts.iter().map(|text| convert::to(&Value::str(text.unwrap_or_default()), ty).as_i64());
            Ok(Arc::new(times.collect::<Int64Array>()))
        }
        (KqlType::Long, KqlType::DateTime) => {
            let numbers = natural.as_primitive::<Int64Type>();
            Ok(Arc::new(numbers.unary_opt::<_, Int64Type>(|v| convert::to(&Value::Long(v), ty).as_i64())))
        }
        // The described type differs from the file's: cell by cell, as `toX` would.
        _ => {
            let reader = read(natural.as_ref(), own).map_err(DataFusionError::Execution)?;
            let values = (0..natural.len()).map(|row| convert::to(&reader.get(row), ty));
            Ok(build(values.collect::<Vec<OwnedValue>>(), ty))
        }
    }
}

/// JSON in texts. Where all of it is minified already, the texts stay where they are.
fn text_as_dynamic(array: &ArrayRef) -> Result<ArrayRef> {
    let texts = array.as_string_view();
    let texts = || texts.iter().map(Option::unwrap_or_default);
    if texts().all(|text| text.is_empty() || json::is_minified(text)) {
        let missing: BooleanArray = texts().map(|text| Some(text.is_empty() || text == "null")).collect();
        return Ok(nullif(array, &missing)?);
    }
    Ok(build(texts().map(|text| value_of(text, KqlType::Dynamic)).collect::<Vec<_>>(), KqlType::Dynamic))
}

/// A time as ticks; what leaves their range is null.
fn ticks(array: &ArrayRef, epoch: i64) -> Result<ArrayRef> {
    let (per, from): (i64, i64) = match array.data_type() {
        DataType::Date32 => return ticks(&cast(array, &DataType::Timestamp(TimeUnit::Second, None))?, epoch),
        DataType::Date64 => return ticks(&cast(array, &DataType::Timestamp(TimeUnit::Millisecond, None))?, epoch),
        DataType::Timestamp(unit, _) | DataType::Duration(unit) | DataType::Time32(unit) | DataType::Time64(unit) => {
            match unit {
                TimeUnit::Second => (time::SECOND, 1),
                TimeUnit::Millisecond => (time::MILLISECOND, 1),
                TimeUnit::Microsecond => (time::MICROSECOND, 1),
                TimeUnit::Nanosecond => (1, 100),
            }
        }
        _ => (1, 1),
    };
    let numbers = if let DataType::Time32(_) = array.data_type() {
        cast(&cast(array, &DataType::Int32)?, &DataType::Int64)?
    } else {
        cast(array, &DataType::Int64)?
    };
    let exact = |v: i64| v.checked_mul(per).map(|t| t.div_euclid(from)).and_then(|t| t.checked_add(epoch));
    Ok(Arc::new(numbers.as_primitive::<Int64Type>().unary_opt::<_, Int64Type>(exact)))
}

/// Text without null; binary as text where it is UTF-8.
fn as_text(array: &ArrayRef) -> Result<ArrayRef> {
    let texts: ArrayRef = match array.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => cast(array, &DataType::Utf8View)?,
        _ => {
            let format = ArrayFormatter::try_new(array.as_ref(), &FormatOptions::default())?;
            let texts = (0..array.len()).map(|row| Value::string(format.value(row).to_string()));
            return Ok(build(texts.collect::<Vec<_>>(), KqlType::String));
        }
    };
    if texts.null_count() == 0 {
        return Ok(texts);
    }
    Ok(zip(&is_not_null(&texts)?, &texts, &Scalar::new(StringViewArray::from(vec![""])))?)
}

/// Nested values as JSON text.
fn as_json(array: &ArrayRef) -> Result<ArrayRef> {
    use datafusion::arrow::json::LineDelimitedWriter;
    let schema = Arc::new(Schema::new(vec![Field::new("v", array.data_type().clone(), true)]));
    let batch = RecordBatch::try_new(schema, vec![Arc::clone(array)])?;
    let mut text = Vec::new();
    let mut writer = LineDelimitedWriter::new(&mut text);
    writer.write(&batch)?;
    writer.finish()?;
    let mut values: Vec<OwnedValue> = Vec::with_capacity(array.len());
    for line in text.split(|b| *b == b'\n').take(array.len()) {
        let value = serde_json::from_slice::<serde_json::Value>(line).ok();
        values.push(value.and_then(|v| v.get("v").cloned()).map_or(Value::Null, |v| Value::json(&v)));
    }
    values.resize(array.len(), Value::Null);
    Ok(build(values, KqlType::Dynamic))
}
