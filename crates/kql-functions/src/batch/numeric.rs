//! Two columns of numbers into one.

use crate::{ColumnArg, Value};
use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Float64Array, Int64Array, PrimitiveArray};
use arrow::datatypes::{ArrowPrimitiveType, DataType, Float64Type, Int64Type};
use std::sync::Arc;

enum Numbers<'a, T: ArrowPrimitiveType> {
    Array(&'a PrimitiveArray<T>),
    Constant(Option<T::Native>),
}

impl<T: ArrowPrimitiveType> Numbers<'_, T> {
    fn get(&self, row: usize) -> Option<T::Native> {
        match self {
            Self::Array(a) => (row < a.len() && a.is_valid(row)).then(|| a.value(row)),
            Self::Constant(value) => *value,
        }
    }
}

fn numbers<'a, T: ArrowPrimitiveType>(
    args: &'a [ColumnArg],
    index: usize,
    ty: &DataType,
    constant: impl Fn(&Value<'_>) -> Option<T::Native>,
) -> Result<Numbers<'a, T>, String> {
    match args.get(index) {
        Some(ColumnArg::Array(array)) if array.data_type() == ty => Ok(Numbers::Array(array.as_primitive::<T>())),
        Some(ColumnArg::Array(array)) if array.data_type() == &DataType::Null => Ok(Numbers::Constant(None)),
        Some(ColumnArg::Array(array)) => Err(format!("expected a column of {ty}, not {}", array.data_type())),
        Some(ColumnArg::Constant(value)) => Ok(Numbers::Constant(constant(value))),
        None => Err("an argument is missing".to_owned()),
    }
}

/// Combines two columns of 64-bit integers or ticks.
pub(crate) fn binary_i64(
    args: &[ColumnArg],
    rows: usize,
    f: impl Fn(i64, i64) -> Option<i64>,
) -> Result<ArrayRef, String> {
    let a = numbers::<Int64Type>(args, 0, &DataType::Int64, |v| v.as_i64())?;
    let b = numbers::<Int64Type>(args, 1, &DataType::Int64, |v| v.as_i64())?;
    let result: Int64Array = (0..rows).map(|i| f(a.get(i)?, b.get(i)?)).collect();
    Ok(Arc::new(result))
}

/// Combines two columns of reals.
pub(crate) fn binary_f64(args: &[ColumnArg], rows: usize, f: impl Fn(f64, f64) -> f64) -> Result<ArrayRef, String> {
    let a = numbers::<Float64Type>(args, 0, &DataType::Float64, |v| v.as_f64())?;
    let b = numbers::<Float64Type>(args, 1, &DataType::Float64, |v| v.as_f64())?;
    let result: Float64Array = (0..rows).map(|i| Some(f(a.get(i)?, b.get(i)?))).collect();
    Ok(Arc::new(result))
}

/// Compares two columns of reals; a missing side is `None`.
pub(crate) fn compare_f64(
    args: &[ColumnArg],
    rows: usize,
    f: impl Fn(Option<f64>, Option<f64>) -> Option<bool>,
) -> Result<ArrayRef, String> {
    let a = numbers::<Float64Type>(args, 0, &DataType::Float64, |v| v.as_f64())?;
    let b = numbers::<Float64Type>(args, 1, &DataType::Float64, |v| v.as_f64())?;
    let result: BooleanArray = (0..rows).map(|i| f(a.get(i), b.get(i))).collect();
    Ok(Arc::new(result))
}
