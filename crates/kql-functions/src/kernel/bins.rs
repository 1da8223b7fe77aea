//! Rounding down to multiples.

use super::arithmetic::meet;
use crate::{Bound, KqlType, OwnedValue, Value, time};

/// The types of rounding a value to multiples of a size.
///
/// # Errors
/// A sentence for the user.
pub(crate) fn bin_types(name: &str, value: KqlType, size: KqlType) -> Result<Bound, String> {
    use KqlType::{DateTime, Dynamic, TimeSpan};
    let bound = |params: [KqlType; 2], returns| Bound { params: params.to_vec(), returns };
    Ok(match (value, size) {
        (DateTime, TimeSpan | DateTime) => bound([DateTime, size], DateTime),
        (TimeSpan, TimeSpan) => bound([TimeSpan, TimeSpan], TimeSpan),
        (Dynamic, TimeSpan) => bound([DateTime, TimeSpan], DateTime),
        _ => match meet(value, size) {
            Some(number) => bound([number, number], number),
            None => return Err(format!("`{name}` does not take {value} and {size}")),
        },
    })
}

/// Rounds down; all arguments have the types that [`bin_types`] gives.
pub(crate) fn bin(value: &Value<'_>, size: &Value<'_>, origin: Option<&Value<'_>>) -> OwnedValue {
    match (value, size) {
        (Value::Real(v), Value::Real(size)) => {
            let origin = origin.and_then(Value::as_f64).unwrap_or(0.0);
            if *size > 0.0 { Value::Real(((v - origin) / size).floor() * size + origin) } else { Value::Null }
        }
        (Value::Decimal(v), Value::Decimal(size)) => {
            let origin = match origin {
                Some(Value::Decimal(origin)) => *origin,
                _ => 0,
            };
            let down = |v: i128| (*size > 0).then(|| v - (v - origin).rem_euclid(*size));
            down(*v).and_then(crate::decimal::checked).map_or(Value::Null, Value::Decimal)
        }
        _ => {
            let origin = origin.and_then(Value::as_i64).unwrap_or(0);
            let down = value.as_i64().zip(size.as_i64()).and_then(|(v, size)| {
                let residue = (i128::from(v) - i128::from(origin)).rem_euclid((size > 0).then_some(i128::from(size))?);
                i64::try_from(i128::from(v) - residue).ok()
            });
            match value {
                Value::DateTime(_) => down.and_then(time::checked).map_or(Value::Null, Value::DateTime),
                Value::TimeSpan(_) => down.map_or(Value::Null, Value::TimeSpan),
                _ => down.into(),
            }
        }
    }
}
