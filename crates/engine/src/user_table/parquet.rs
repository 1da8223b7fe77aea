//! Parquet files: columns become KQL's types as they are read.

use super::{Opened, UserTableError, declared};
use crate::rows::{Batches, RowSource};
use datafusion::arrow::array::{Array, ArrayRef, AsArray, Int64Array, RecordBatch, RecordBatchOptions};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef, TimeUnit};
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::error::Result;
use datafusion::parquet::arrow::ProjectionMask;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use kql_functions::{KqlType, OwnedValue, Value, build, convert, read, time};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug)]
struct ParquetSource {
    path: PathBuf,
    columns: Vec<(String, KqlType)>,
    schema: SchemaRef,
}

pub(super) fn open(path: &Path, table: &str) -> std::result::Result<Opened, UserTableError> {
    let io = |source| UserTableError::Io { path: path.to_owned(), source };
    let file = File::open(path).map_err(io)?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file)
        .map_err(|e| UserTableError::Format { path: path.to_owned(), reason: e.to_string() })?;
    let columns: Vec<(String, KqlType)> = builder
        .schema()
        .fields()
        .iter()
        .map(|f| {
            (
                f.name().clone(),
                declared(table, f.name()).or_else(|| written(f)).unwrap_or_else(|| type_of(f.data_type())),
            )
        })
        .collect();
    let fields: Vec<Field> = columns.iter().map(|(n, ty)| Field::new(n, ty.arrow(), *ty != KqlType::String)).collect();
    let source =
        ParquetSource { path: path.to_owned(), columns: columns.clone(), schema: Arc::new(Schema::new(fields)) };
    Ok((Arc::new(source), columns, Vec::new()))
}

/// The KQL type that we wrote beside a column: text may be a guid or dynamic.
fn written(field: &Field) -> Option<KqlType> {
    KqlType::parse(field.metadata().get("kql")?)
}

fn type_of(ty: &DataType) -> KqlType {
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

impl RowSource for ParquetSource {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn read(&self, positions: &[usize]) -> Result<Batches> {
        let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(&self.path)?)?;
        let mask = ProjectionMask::roots(builder.parquet_schema(), positions.iter().copied());
        let reader = builder.with_projection(mask).with_batch_size(8192).build()?;
        let columns = self.columns.clone();
        Ok(Box::new(reader.map(move |batch| converted(&batch?, &columns))))
    }
}

fn converted(batch: &RecordBatch, columns: &[(String, KqlType)]) -> Result<RecordBatch> {
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
fn column(array: &ArrayRef, ty: KqlType) -> Result<ArrayRef> {
    if let DataType::Dictionary(_, values) = array.data_type() {
        return column(&cast(array, values)?, ty);
    }
    let own = type_of(array.data_type());
    let natural = match own {
        KqlType::DateTime => ticks(array, time::UNIX_EPOCH)?,
        KqlType::TimeSpan => ticks(array, 0)?,
        KqlType::Dynamic => as_json(array)?,
        KqlType::String => as_text(array)?,
        other => cast(array, &other.arrow())?,
    };
    if own == ty {
        return Ok(natural);
    }
    // The described type differs from the file's: cell by cell, as `toX` would.
    let reader = read(natural.as_ref(), own).map_err(datafusion::error::DataFusionError::Execution)?;
    let values = (0..natural.len()).map(|row| match (reader.get(row), ty) {
        (Value::String(text), KqlType::Dynamic) => super::cells::value_of(&text, ty),
        (value, _) => convert::to(&value, ty),
    });
    Ok(build(values.collect::<Vec<OwnedValue>>(), ty))
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
    Ok(Arc::new(numbers.as_primitive::<Int64Type>().iter().map(|v| v.and_then(exact)).collect::<Int64Array>()))
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
    let reader = read(texts.as_ref(), KqlType::String).map_err(datafusion::error::DataFusionError::Execution)?;
    Ok(build((0..texts.len()).map(|row| reader.get(row).into_owned()).collect::<Vec<_>>(), KqlType::String))
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
