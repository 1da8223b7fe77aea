//! What the arithmetic operators share: types of mixed numbers, and kernels for them.

use crate::batch::{binary_f64, binary_i64};
use crate::{BatchFunction, Bound, Call, KqlType, Reader, Value, build};
use std::sync::Arc;

/// The type that two numbers meet in: `long`, `real` or `decimal`. A `dynamic` counts as a `real`.
pub(crate) fn meet(a: KqlType, b: KqlType) -> Option<KqlType> {
    let number = |t: KqlType| match t {
        KqlType::Int => Some(KqlType::Long),
        KqlType::Dynamic => Some(KqlType::Real),
        t if t.is_numeric() => Some(t),
        _ => None,
    };
    if a == KqlType::Dynamic && b == KqlType::Decimal || a == KqlType::Decimal && b == KqlType::Dynamic {
        return Some(KqlType::Decimal);
    }
    number(a)?.wider(number(b)?)
}

/// Both sides and the result of the same type.
pub(crate) fn same(ty: KqlType) -> Bound {
    Bound { params: vec![ty, ty], returns: ty }
}

/// The sentence for operands that do not go together.
pub(crate) fn mismatch(symbol: &str, args: &[KqlType]) -> String {
    match args {
        [a, b] => {
            let help = if *a == KqlType::String && *b == KqlType::String { "; `strcat` joins strings" } else { "" };
            format!("`{symbol}` does not take {a} and {b}{help}")
        }
        _ => format!("`{symbol}` takes two operands"),
    }
}

/// A kernel on 64-bit integers or ticks.
pub(crate) fn integers(f: impl Fn(i64, i64) -> Option<i64> + Send + Sync + 'static) -> BatchFunction {
    Arc::new(move |args, rows| binary_i64(args, rows, &f))
}

/// A kernel on reals.
pub(crate) fn reals(f: impl Fn(f64, f64) -> f64 + Send + Sync + 'static) -> BatchFunction {
    Arc::new(move |args, rows| binary_f64(args, rows, &f))
}

/// A kernel on any other pair of types, row by row.
pub(crate) fn rows<F>(call: &Call<'_>, f: F) -> BatchFunction
where
    F: Fn(&Value<'_>, &Value<'_>) -> Option<crate::OwnedValue> + Send + Sync + 'static,
{
    let (at, bt) = super::compare::types(call);
    let returns = call.returns;
    Arc::new(move |args, rows| {
        let [a, b] = args else {
            return Err("an arithmetic operator takes two operands".to_owned());
        };
        let (a, b) = (Reader::of_argument(a, at)?, Reader::of_argument(b, bt)?);
        Ok(build((0..rows).map(|row| f(&a.get(row), &b.get(row)).unwrap_or(Value::Null)), returns))
    })
}

/// A kernel on decimals.
pub(crate) fn decimals(
    call: &Call<'_>,
    f: impl Fn(i128, i128) -> Option<i128> + Send + Sync + 'static,
) -> BatchFunction {
    rows(call, move |a, b| match (a, b) {
        (Value::Decimal(a), Value::Decimal(b)) => f(*a, *b).map(Value::Decimal),
        _ => None,
    })
}

/// A real as a number of ticks; nothing for what is no such number.
pub(crate) fn ticks(value: f64) -> Option<i64> {
    // 2^63 is the first real that no longer fits.
    (value.is_finite() && value.abs() < 9_223_372_036_854_775_808.0).then_some(value as i64)
}
