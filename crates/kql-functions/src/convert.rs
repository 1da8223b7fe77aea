//! Casts between types. A cast never fails: what cannot be cast becomes null.

use crate::{KqlType, OwnedValue, Value, decimal, json, real, time};
use std::borrow::Cow;

/// Casts a value, as `tolong(…)` and its kin do.
pub fn to(value: &Value<'_>, ty: KqlType) -> OwnedValue {
    match ty {
        KqlType::Bool => to_bool(value).into(),
        KqlType::Int => to_int(value).map_or(Value::Null, Value::Int),
        KqlType::Long => to_long(value).into(),
        KqlType::Real => to_real(value).into(),
        KqlType::Decimal => to_decimal(value).map_or(Value::Null, Value::Decimal),
        KqlType::String => Value::string(to_str(value)),
        KqlType::DateTime => to_datetime(value).map_or(Value::Null, Value::DateTime),
        KqlType::TimeSpan => to_timespan(value).map_or(Value::Null, Value::TimeSpan),
        KqlType::Guid => to_guid(value).map_or(Value::Null, |g| Value::Guid(g.into())),
        KqlType::Dynamic => match value {
            Value::Dynamic(text) => Value::Dynamic(Cow::Owned(text.to_string())),
            other => Value::json(&json::from_value(other)),
        },
    }
}

/// A `dynamic` that holds one string, number or bool as a value of that type; everything else as it is.
pub fn unwrap<'v>(value: &'v Value<'_>) -> Cow<'v, Value<'v>> {
    let Value::Dynamic(text) = value else {
        return Cow::Borrowed(value);
    };
    match text.as_bytes().first() {
        Some(b'{' | b'[') => Cow::Borrowed(value),
        Some(b'"') => Cow::Owned(Value::String(json::string_text(text))),
        _ => Cow::Owned(match serde_json::from_str::<serde_json::Value>(text) {
            Ok(serde_json::Value::Bool(b)) => Value::Bool(b),
            Ok(serde_json::Value::Number(n)) => match n.as_i64() {
                Some(long) => Value::Long(long),
                None => Value::Real(n.as_f64().unwrap_or(f64::NAN)),
            },
            Ok(serde_json::Value::Null) => Value::Null,
            _ => Value::string(text.as_ref()),
        }),
    }
}

/// The text of a value; null is `""`. Bools print as `True` and `False`, but as `true` and `false` inside `dynamic`.
pub fn to_str<'v>(value: &'v Value<'_>) -> Cow<'v, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::Bool(true) => Cow::Borrowed("True"),
        Value::Bool(false) => Cow::Borrowed("False"),
        Value::Int(v) => Cow::Owned(v.to_string()),
        Value::Long(v) => Cow::Owned(v.to_string()),
        Value::Real(v) => Cow::Owned(real::format(*v)),
        Value::Decimal(v) => Cow::Owned(decimal::format(*v)),
        Value::String(s) | Value::Guid(s) => Cow::Borrowed(s),
        Value::DateTime(ticks) => Cow::Owned(time::format_datetime(*ticks)),
        Value::TimeSpan(ticks) => Cow::Owned(time::format_timespan(*ticks)),
        Value::Dynamic(text) => json::string_text(text),
        Value::Type(ty) => Cow::Borrowed(ty.name()),
    }
}

/// An integer, decimal or hexadecimal (`0x1F`), with blanks around it.
pub fn parse_long(text: &str) -> Option<i64> {
    let text = text.trim();
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        // Sixteen digits may set the sign bit.
        Some(digits) => hex(digits).map(u64::cast_signed),
        None => text.parse().ok(),
    }
}

fn hex(digits: &str) -> Option<u64> {
    if digits.starts_with(['+', '-']) { None } else { u64::from_str_radix(digits, 16).ok() }
}

/// `long`: reals lose their fraction and saturate; times give their ticks.
pub fn to_long(value: &Value<'_>) -> Option<i64> {
    match unwrap(value).as_ref() {
        Value::Bool(v) => Some(i64::from(*v)),
        Value::Int(v) => Some(i64::from(*v)),
        Value::Long(v) | Value::DateTime(v) | Value::TimeSpan(v) => Some(*v),
        Value::Real(v) if v.is_nan() => None,
        Value::Real(v) => Some(*v as i64),
        Value::Decimal(v) => i64::try_from(v / decimal::ONE).ok(),
        Value::String(text) => parse_long(text),
        _ => None,
    }
}

/// `int`: of a `long` the low 32 bits, as Microsoft's engine does; a text out of range gives nothing.
pub fn to_int(value: &Value<'_>) -> Option<i32> {
    match unwrap(value).as_ref() {
        Value::Real(v) if v.is_nan() => None,
        Value::Real(v) => Some(*v as i32),
        Value::Long(v) => Some(*v as i32),
        Value::String(text) => {
            let text = text.trim();
            match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
                Some(digits) => u32::try_from(hex(digits)?).ok().map(u32::cast_signed),
                None => text.parse().ok(),
            }
        }
        other => i32::try_from(to_long(other)?).ok(),
    }
}

/// `real`.
pub fn to_real(value: &Value<'_>) -> Option<f64> {
    match unwrap(value).as_ref() {
        Value::Bool(v) => Some(f64::from(*v)),
        Value::Decimal(v) => Some(decimal::to_f64(*v)),
        Value::String(text) => real::parse(text),
        Value::DateTime(v) | Value::TimeSpan(v) => Some(*v as f64),
        other => other.as_f64(),
    }
}

/// `decimal`.
pub fn to_decimal(value: &Value<'_>) -> Option<i128> {
    match unwrap(value).as_ref() {
        Value::Decimal(v) => Some(*v),
        Value::Real(v) => decimal::from_f64(*v),
        Value::String(text) => decimal::parse(text),
        other => decimal::checked(i128::from(to_long(other)?).checked_mul(decimal::ONE)?),
    }
}

/// `bool`: a number is true unless it is 0; a text is `true`, `false` in any case, or an integer.
pub fn to_bool(value: &Value<'_>) -> Option<bool> {
    match unwrap(value).as_ref() {
        Value::Bool(v) => Some(*v),
        Value::Int(v) => Some(*v != 0),
        Value::Long(v) => Some(*v != 0),
        Value::Real(v) => Some(*v != 0.0),
        Value::Decimal(v) => Some(*v != 0),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        Value::String(text) => text.parse::<i64>().ok().map(|v| v != 0),
        _ => None,
    }
}

/// `datetime`: a text as [`time::parse_datetime`] reads it, a number as ticks.
pub fn to_datetime(value: &Value<'_>) -> Option<i64> {
    match unwrap(value).as_ref() {
        Value::DateTime(v) => Some(*v),
        Value::Int(v) => time::checked(i64::from(*v)),
        Value::Long(v) => time::checked(*v),
        Value::Real(v) if v.is_finite() => time::checked(*v as i64),
        Value::String(text) => time::parse_datetime(text),
        _ => None,
    }
}

/// `timespan`: a text as [`time::parse_timespan`] reads it, a number as ticks.
pub fn to_timespan(value: &Value<'_>) -> Option<i64> {
    match unwrap(value).as_ref() {
        Value::TimeSpan(v) | Value::Long(v) => Some(*v),
        Value::Int(v) => Some(i64::from(*v)),
        Value::Real(v) if v.is_finite() => Some(*v as i64),
        Value::String(text) => time::parse_timespan(text),
        _ => None,
    }
}

/// `guid`: its 32 digits in lower case with dashes.
pub fn to_guid(value: &Value<'_>) -> Option<String> {
    match unwrap(value).as_ref() {
        Value::Guid(text) | Value::String(text) => parse_guid(text),
        _ => None,
    }
}

/// Reads a guid with or without dashes and braces.
pub fn parse_guid(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix('{').and_then(|t| t.strip_suffix('}')).unwrap_or(text);
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    if digits.len() != 32 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let mut guid = String::with_capacity(36);
    for (i, c) in digits.chars().enumerate() {
        if matches!(i, 8 | 12 | 16 | 20) {
            guid.push('-');
        }
        guid.push(c.to_ascii_lowercase());
    }
    Some(guid)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: Value<'_>, ty: KqlType, expect: &str) {
        let got = to(&value, ty);
        let text = if got.is_null() { "null".to_owned() } else { to_str(&got).into_owned() };
        assert_eq!(text, expect, "{value:?} to {ty}");
    }

    fn dynamic(text: &str) -> Value<'_> {
        Value::Dynamic(Cow::Borrowed(text))
    }

    #[test]
    fn integers() {
        use KqlType::{Int, Long};
        for (text, int, long) in [
            ("3.14", "null", "null"),
            (" 45 ", "45", "45"),
            ("+7", "7", "7"),
            ("0x1F", "31", "31"),
            ("0x7FFFFFFF", "2147483647", "2147483647"),
            ("0xFFFFFFFFFFFFFFFF", "null", "-1"),
            ("-0x10", "null", "null"),
            ("1e3", "null", "null"),
            ("2147483648", "null", "2147483648"),
            ("9223372036854775808", "null", "null"),
            ("", "null", "null"),
        ] {
            check(Value::str(text), Int, int);
            check(Value::str(text), Long, long);
        }
        check(Value::Long(2_147_483_648), Int, "-2147483648");
        check(Value::Real(-2.5), Int, "-2");
        check(Value::Real(1e19), Int, "2147483647");
        check(Value::Real(1e19), Long, "9223372036854775807");
        check(Value::Real(f64::NAN), Long, "null");
        check(dynamic("9.99"), Int, "9");
        check(dynamic("true"), Int, "1");
        check(dynamic("\"1.5\""), Int, "null");
        check(dynamic("[1]"), Long, "null");
    }

    #[test]
    fn bools() {
        for (text, expect) in
            [("tRuE", "True"), ("0", "False"), ("-1", "True"), ("1.0", "null"), (" true", "null"), ("yes", "null")]
        {
            check(Value::str(text), KqlType::Bool, expect);
        }
        check(Value::Real(0.5), KqlType::Bool, "True");
        check(dynamic("\"123\""), KqlType::Bool, "True");
        check(dynamic("\"true\""), KqlType::Bool, "True");
        check(dynamic("\"1.5\""), KqlType::Bool, "null");
    }

    #[test]
    fn texts() {
        check(Value::Bool(true), KqlType::String, "True");
        check(dynamic("true"), KqlType::String, "true");
        check(dynamic(r#""a\"b""#), KqlType::String, r#"a"b"#);
        check(dynamic(r#"{"a":1}"#), KqlType::String, r#"{"a":1}"#);
        check(Value::Null, KqlType::String, "");
        check(Value::Real(1.0), KqlType::String, "1.0");
    }

    #[test]
    fn others() {
        check(Value::Long(1), KqlType::DateTime, "0001-01-01T00:00:00.0000001Z");
        check(Value::Long(-1), KqlType::DateTime, "null");
        check(dynamic("\"2020-01-01\""), KqlType::DateTime, "2020-01-01T00:00:00.0000000Z");
        check(Value::str("1.00:00:00"), KqlType::TimeSpan, "1.00:00:00");
        check(
            Value::str("{AE3133F2-6E22-49AE-B06A-16E6A9B212EB}"),
            KqlType::Guid,
            "ae3133f2-6e22-49ae-b06a-16e6a9b212eb",
        );
        check(Value::str("ae3133f2-6e22-49ae-b06a-16e6a9b212e"), KqlType::Guid, "null");
        check(Value::Long(3), KqlType::Dynamic, "3");
        check(Value::Null, KqlType::Dynamic, "null");
    }
}
