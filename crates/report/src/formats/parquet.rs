//! Apache Parquet with natural types. Times are nanoseconds, or microseconds where a column holds a time that
//! nanoseconds cannot reach (before 1678 or after 2261); guid and dynamic are text.

use crate::{Column, Format, QueryTable, Style};
use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Decimal128Array, DurationMicrosecondArray, DurationNanosecondArray, Float64Array,
    Int32Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray, TimestampNanosecondArray,
};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use datafusion::parquet::arrow::ArrowWriter;
use kql_functions::{KqlType, OwnedValue, Value, time};
use std::collections::HashMap;
use std::io::{Error, ErrorKind, Result, Write};
use std::sync::Arc;

pub(super) static FORMAT: Format = Format {
    id: "parquet",
    extension: "parquet",
    doc: "Apache Parquet, for data frames and data lakes",
    scan: None,
    query: Some(query),
};

const BATCH_ROWS: usize = 8192;
const NANOSECONDS_IN_TICK: i64 = 100;

fn query(tables: &[QueryTable<'_>], out: &mut (dyn Write + Send), _: &Style) -> Result<()> {
    let [table] = tables else {
        let text = format!("a Parquet file holds one table; the query gives {}", tables.len());
        return Err(Error::new(ErrorKind::InvalidInput, text));
    };
    let schema = schema(table)?;
    let mut writer = ArrowWriter::try_new(out, Arc::clone(&schema), None).map_err(Error::other)?;
    let mut columns: Vec<Vec<OwnedValue>> = vec![Vec::new(); table.columns.len()];
    let mut held = 0;
    table.rows.visit(&mut |values| {
        for (column, value) in columns.iter_mut().zip(values) {
            column.push(value.clone().into_owned());
        }
        held += 1;
        if held == BATCH_ROWS {
            held = 0;
            writer.write(&batch(&schema, &mut columns)?).map_err(Error::other)?;
        }
        Ok(())
    })?;
    if held > 0 {
        writer.write(&batch(&schema, &mut columns)?).map_err(Error::other)?;
    }
    writer.close().map_err(Error::other)?;
    Ok(())
}

/// The schema; each field says its KQL type in the metadata under `kql`.
fn schema(table: &QueryTable<'_>) -> Result<SchemaRef> {
    let mut fine = vec![true; table.columns.len()];
    table.rows.visit(&mut |values| {
        for (fine, value) in fine.iter_mut().zip(values) {
            *fine &= !matches!(value, Value::DateTime(_) | Value::TimeSpan(_)) || nanoseconds(value).is_some();
        }
        Ok(())
    })?;
    let fields = table.columns.iter().zip(fine).map(|(column, fine)| {
        Field::new(&column.name, natural(column, fine), column.ty != KqlType::String)
            .with_metadata(HashMap::from([("kql".to_owned(), column.ty.name().to_owned())]))
    });
    Ok(Arc::new(Schema::new(fields.collect::<Vec<_>>())))
}

fn natural(column: &Column, fine: bool) -> DataType {
    let unit = if fine { TimeUnit::Nanosecond } else { TimeUnit::Microsecond };
    match column.ty {
        KqlType::DateTime => DataType::Timestamp(unit, Some("UTC".into())),
        KqlType::TimeSpan => DataType::Duration(unit),
        KqlType::String | KqlType::Guid | KqlType::Dynamic => DataType::Utf8,
        other => other.arrow(),
    }
}

/// Nanoseconds since 1970, or of a span; nothing where they do not fit.
fn nanoseconds(value: &Value<'_>) -> Option<i64> {
    match value {
        Value::DateTime(ticks) => ticks.checked_sub(time::UNIX_EPOCH)?.checked_mul(NANOSECONDS_IN_TICK),
        Value::TimeSpan(ticks) => ticks.checked_mul(NANOSECONDS_IN_TICK),
        _ => None,
    }
}

fn microseconds(value: &Value<'_>) -> Option<i64> {
    match value {
        Value::DateTime(ticks) => Some(ticks.checked_sub(time::UNIX_EPOCH)?.div_euclid(time::MICROSECOND)),
        Value::TimeSpan(ticks) => Some(ticks.div_euclid(time::MICROSECOND)),
        _ => None,
    }
}

fn batch(schema: &SchemaRef, columns: &mut [Vec<OwnedValue>]) -> Result<RecordBatch> {
    let rows = columns.first().map_or(0, Vec::len);
    let arrays = schema.fields().iter().zip(columns).map(|(field, column)| {
        let values = std::mem::take(column);
        array(&values, field)
    });
    let arrays = arrays.collect::<Result<Vec<_>>>()?;
    let options = datafusion::arrow::array::RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::clone(schema), arrays, &options).map_err(Error::other)
}

fn array(values: &[OwnedValue], field: &Field) -> Result<ArrayRef> {
    let values = values.iter();
    Ok(match field.data_type() {
        DataType::Boolean => Arc::new(values.map(Value::as_bool).collect::<BooleanArray>()),
        DataType::Int32 => {
            Arc::new(values.map(|v| v.as_i64().and_then(|v| i32::try_from(v).ok())).collect::<Int32Array>())
        }
        DataType::Int64 => Arc::new(values.map(Value::as_i64).collect::<Int64Array>()),
        DataType::Float64 => Arc::new(values.map(Value::as_f64).collect::<Float64Array>()),
        DataType::Decimal128(precision, scale) => {
            let decimals = values.map(|v| if let Value::Decimal(v) = v { Some(*v) } else { None });
            let array = decimals.collect::<Decimal128Array>().with_precision_and_scale(*precision, *scale);
            Arc::new(array.map_err(Error::other)?)
        }
        DataType::Timestamp(TimeUnit::Nanosecond, zone) => {
            let array = values.map(nanoseconds).collect::<TimestampNanosecondArray>();
            Arc::new(array.with_timezone_opt(zone.clone()))
        }
        DataType::Timestamp(_, zone) => {
            let array = values.map(microseconds).collect::<TimestampMicrosecondArray>();
            Arc::new(array.with_timezone_opt(zone.clone()))
        }
        DataType::Duration(TimeUnit::Nanosecond) => {
            Arc::new(values.map(nanoseconds).collect::<DurationNanosecondArray>())
        }
        DataType::Duration(_) => Arc::new(values.map(microseconds).collect::<DurationMicrosecondArray>()),
        _ => {
            let empty = (!field.is_nullable()).then_some("");
            let texts = values.map(|value| match value {
                Value::String(text) | Value::Guid(text) | Value::Dynamic(text) => Some(text.as_ref()),
                _ => empty,
            });
            Arc::new(texts.collect::<StringArray>())
        }
    })
}
