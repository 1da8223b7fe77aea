//! Comparing values of any two types.

use crate::batch::compare_f64;
use crate::{BatchFunction, Call, ColumnArg, KqlType, Reader, Value, convert, json};
use arrow::array::BooleanArray;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

/// How two values stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    BothNull,
    OneNull,
    Ordered(Ordering),
    /// Neither equal nor in order: NaN, or values that do not convert to each other.
    Apart,
}

impl Comparison {
    /// `==`: null against a value is false, null against null is null.
    pub(crate) fn equal(self) -> Option<bool> {
        match self {
            Self::BothNull => None,
            other => Some(other == Self::Ordered(Ordering::Equal)),
        }
    }

    /// `<` and its kin: null as soon as one side is null.
    pub(crate) fn holds(self, test: impl Fn(Ordering) -> bool) -> Option<bool> {
        match self {
            Self::BothNull | Self::OneNull => None,
            Self::Ordered(order) => Some(test(order)),
            Self::Apart => Some(false),
        }
    }
}

/// Whether values of the types may be compared.
///
/// # Errors
/// A sentence for the user.
pub(crate) fn comparable(a: KqlType, b: KqlType) -> Result<(), String> {
    let loose = |t: KqlType| t.is_numeric() || matches!(t, KqlType::Bool);
    let fits = a == b
        || a == KqlType::Dynamic
        || b == KqlType::Dynamic
        || loose(a) && loose(b)
        || a == KqlType::String && (loose(b) || b == KqlType::Guid)
        || b == KqlType::String && (loose(a) || a == KqlType::Guid);
    if fits { Ok(()) } else { Err(format!("cannot compare {a} with {b}")) }
}

/// The types of the two sides of a call.
pub(crate) fn types(call: &Call<'_>) -> (KqlType, KqlType) {
    let ty = |i| call.types.get(i).copied().unwrap_or(KqlType::Dynamic);
    (ty(0), ty(1))
}

/// The kernel of a comparison operator. Reals go column by column, all else row by row.
pub(crate) fn kernel(
    call: &Call<'_>,
    result: impl Fn(Comparison) -> Option<bool> + Send + Sync + 'static,
) -> BatchFunction {
    let (at, bt) = types(call);
    if (at, bt) == (KqlType::Real, KqlType::Real) {
        return Arc::new(move |args, rows| {
            compare_f64(args, rows, |a, b| {
                result(match (a, b) {
                    (Some(a), Some(b)) => a.partial_cmp(&b).map_or(Comparison::Apart, Comparison::Ordered),
                    (None, None) => Comparison::BothNull,
                    _ => Comparison::OneNull,
                })
            })
        });
    }
    Arc::new(move |args: &[ColumnArg], rows| {
        let [a, b] = args else {
            return Err("a comparison takes two values".to_owned());
        };
        let (a, b) = (Reader::of_argument(a, at)?, Reader::of_argument(b, bt)?);
        let hits: BooleanArray = (0..rows).map(|row| result(compare(&a.get(row), &b.get(row), (at, bt)))).collect();
        Ok(Arc::new(hits))
    })
}

/// Compares two values of the given types. A `dynamic` side is read as the other side's type, a string against a
/// number as that number.
pub(crate) fn compare(a: &Value<'_>, b: &Value<'_>, (at, bt): (KqlType, KqlType)) -> Comparison {
    if at == bt && at != KqlType::Dynamic {
        return nulls(a, b).unwrap_or_else(|| order(a, b));
    }
    let (a, b) = match (at, bt) {
        (KqlType::Dynamic, KqlType::Dynamic) => (convert::unwrap(a), convert::unwrap(b)),
        (KqlType::Dynamic, _) => (read_as(a, bt), Cow::Borrowed(b)),
        (_, KqlType::Dynamic) => (Cow::Borrowed(a), read_as(b, at)),
        (KqlType::String, _) => (read_as(a, bt), Cow::Borrowed(b)),
        (_, KqlType::String) => (Cow::Borrowed(a), read_as(b, at)),
        _ => (Cow::Borrowed(a), Cow::Borrowed(b)),
    };
    nulls(&a, &b).unwrap_or_else(|| order(&a, &b))
}

fn nulls(a: &Value<'_>, b: &Value<'_>) -> Option<Comparison> {
    match (a.is_null(), b.is_null()) {
        (true, true) => Some(Comparison::BothNull),
        (true, false) | (false, true) => Some(Comparison::OneNull),
        (false, false) => None,
    }
}

/// A `dynamic` or a string as a value of the type; as it is where that makes no sense, so that it differs.
fn read_as<'v>(value: &'v Value<'v>, ty: KqlType) -> Cow<'v, Value<'v>> {
    if ty == KqlType::String {
        return match convert::to_str(value) {
            Cow::Borrowed(text) => Cow::Owned(Value::str(text)),
            Cow::Owned(text) => Cow::Owned(Value::string(text)),
        };
    }
    let inner = convert::unwrap(value);
    if inner.is_null() || ty.is_numeric() && inner.as_f64().is_some() {
        return inner;
    }
    let converted = match inner.as_ref() {
        Value::String(text) if ty.is_numeric() => number(text),
        other => convert::to(other, ty),
    };
    if converted.is_null() { inner } else { Cow::Owned(converted) }
}

fn number(text: &str) -> Value<'static> {
    match convert::parse_long(text) {
        Some(long) => Value::Long(long),
        None => crate::real::parse(text).map_or(Value::Null, Value::Real),
    }
}

/// The order of two values, neither of them null.
fn order(a: &Value<'_>, b: &Value<'_>) -> Comparison {
    let ordered = match (a, b) {
        (Value::String(a) | Value::Guid(a), Value::String(b) | Value::Guid(b)) => Some(a.cmp(b)),
        (Value::DateTime(a), Value::DateTime(b)) | (Value::TimeSpan(a), Value::TimeSpan(b)) => Some(a.cmp(b)),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        (Value::Dynamic(x), Value::Dynamic(y)) => (x == y || a.to_json() == b.to_json()).then_some(Ordering::Equal),
        (Value::Bool(a), b) => order_numbers(&Value::Long(i64::from(*a)), b),
        (a, Value::Bool(b)) => order_numbers(a, &Value::Long(i64::from(*b))),
        (a, b) => order_numbers(a, b),
    };
    ordered.map_or(Comparison::Apart, Comparison::Ordered)
}

fn order_numbers(a: &Value<'_>, b: &Value<'_>) -> Option<Ordering> {
    match (a, b) {
        (Value::Int(_) | Value::Long(_), Value::Int(_) | Value::Long(_)) => Some(a.as_i64()?.cmp(&b.as_i64()?)),
        (Value::Decimal(x), y) | (y, Value::Decimal(x)) => {
            let y = convert::to_decimal(y).or_else(|| decimal_beyond(y))?;
            if matches!(a, Value::Decimal(_)) { Some(x.cmp(&y)) } else { Some(y.cmp(x)) }
        }
        _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
    }
}

/// A number too large for a decimal, as one that is larger, or smaller, than all.
fn decimal_beyond(value: &Value<'_>) -> Option<i128> {
    let value = value.as_f64().filter(|v| !v.is_nan())?;
    Some(if value > 0.0 { i128::MAX } else { i128::MIN })
}

/// A total order for sorting parts of `dynamic` values: null, bools, numbers, strings, arrays, bags.
pub(crate) fn order_json(a: &serde_json::Value, b: &serde_json::Value) -> Ordering {
    let rank = |v: &serde_json::Value| match v {
        serde_json::Value::Null => 0,
        serde_json::Value::Bool(_) => 1,
        serde_json::Value::Number(_) => 2,
        serde_json::Value::String(_) => 3,
        serde_json::Value::Array(_) => 4,
        serde_json::Value::Object(_) => 5,
    };
    rank(a).cmp(&rank(b)).then_with(|| match order(&json::to_value(a), &json::to_value(b)) {
        Comparison::Ordered(order) => order,
        _ => a.to_string().cmp(&b.to_string()),
    })
}

/// Whether two parts of `dynamic` values are the same; `1` and `1.0` are.
pub(crate) fn equal_json(a: &serde_json::Value, b: &serde_json::Value) -> bool {
    a == b || a.is_number() && b.is_number() && a.as_f64() == b.as_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dynamic(text: &str) -> Value<'_> {
        Value::Dynamic(Cow::Borrowed(text))
    }

    #[test]
    fn across_types() {
        use KqlType::{Bool, Decimal, Dynamic, Guid, Long, Real, String};
        use Ordering::{Equal, Greater, Less};
        let check = |a: Value<'_>, b: Value<'_>, types, expect| {
            assert_eq!(compare(&a, &b, types), expect, "{a:?} {b:?}");
        };
        check(Value::Long(5), Value::Real(5.0), (Long, Real), Comparison::Ordered(Equal));
        check(Value::str("4688"), Value::Long(4688), (String, Long), Comparison::Ordered(Equal));
        check(Value::str("1.5"), Value::Long(1), (String, Long), Comparison::Ordered(Greater));
        check(Value::str("x"), Value::Long(1), (String, Long), Comparison::Apart);
        check(Value::Bool(true), Value::Long(1), (Bool, Long), Comparison::Ordered(Equal));
        check(dynamic("\"a\""), Value::str("a"), (Dynamic, String), Comparison::Ordered(Equal));
        check(Value::Null, Value::str(""), (Dynamic, String), Comparison::Ordered(Equal));
        check(dynamic("2.5"), Value::Long(2), (Dynamic, Long), Comparison::Ordered(Greater));
        check(Value::Long(2), dynamic("\"3\""), (Long, Dynamic), Comparison::Ordered(Less));
        check(dynamic("[1]"), Value::Long(1), (Dynamic, Long), Comparison::Apart);
        check(dynamic("[1, 2]"), dynamic("[1,2]"), (Dynamic, Dynamic), Comparison::Ordered(Equal));
        check(dynamic("1"), dynamic("1.0"), (Dynamic, Dynamic), Comparison::Ordered(Equal));
        check(Value::Real(f64::NAN), Value::Real(f64::NAN), (Real, Real), Comparison::Apart);
        check(Value::Null, Value::Null, (Long, Real), Comparison::BothNull);
        check(Value::Null, Value::Long(1), (Long, Long), Comparison::OneNull);
        check(Value::Decimal(crate::decimal::ONE), Value::Real(1e300), (Decimal, Real), Comparison::Ordered(Less));
        check(
            Value::str("AE3133F2-6E22-49AE-B06A-16E6A9B212EB"),
            Value::Guid("ae3133f2-6e22-49ae-b06a-16e6a9b212eb".into()),
            (String, Guid),
            Comparison::Ordered(Equal),
        );
    }

    #[test]
    fn what_may_be_compared() {
        assert!(comparable(KqlType::String, KqlType::Long).is_ok());
        assert!(comparable(KqlType::DateTime, KqlType::String).is_err());
        assert!(comparable(KqlType::DateTime, KqlType::Dynamic).is_ok());
    }
}
