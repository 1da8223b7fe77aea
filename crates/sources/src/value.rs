//! A value on its way from a record into a column.

use evtx_arrow::ticks;
use std::borrow::Cow;
use tables::{Cell, ColumnType};

/// What a record says, before the column's type is known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'a> {
    Text(Cow<'a, str>),
    Int(i64),
    Real(f64),
    Bool(bool),
    /// A moment: see [`evtx_arrow::ticks`].
    Ticks(i64),
    /// Minified JSON text.
    Json(String),
}

impl<'a> Value<'a> {
    pub(crate) const fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    pub(crate) fn into_text(self) -> Cow<'a, str> {
        match self {
            Self::Text(text) => text,
            Self::Int(number) | Self::Ticks(number) => Cow::Owned(number.to_string()),
            Self::Real(number) => Cow::Owned(number.to_string()),
            Self::Bool(value) => Cow::Borrowed(if value { "true" } else { "false" }),
            Self::Json(text) => Cow::Owned(text),
        }
    }

    /// Hands the value over in the form that a column of type `ty` takes; null when it has no such form.
    pub(crate) fn with_cell<R>(&self, ty: ColumnType, take: impl FnOnce(Cell<'_>) -> R) -> R {
        match (self, ty) {
            (Self::Text(text), ColumnType::String) => take(Cell::Str(text)),
            (Self::Text(text), ColumnType::Guid) => {
                take(Cell::Str(&text.trim_matches(['{', '}']).to_ascii_lowercase()))
            }
            (Self::Text(text), ColumnType::Dynamic) if text.is_empty() => take(Cell::Null),
            (Self::Text(text), ColumnType::Dynamic) => {
                take(Cell::Str(&serde_json::Value::from(text.as_ref()).to_string()))
            }
            (Self::Text(text), ColumnType::Bool) => take(boolean(text).map_or(Cell::Null, Cell::Bool)),
            (Self::Text(text), ColumnType::Int | ColumnType::Long) => take(number(text).map_or(Cell::Null, Cell::Int)),
            (Self::Text(text), ColumnType::DateTime) => take(crate::time::parse(text).map_or(Cell::Null, Cell::Int)),
            (Self::Text(text), ColumnType::Real) => take(text.trim().parse().map_or(Cell::Null, Cell::Real)),
            (Self::Int(n), ColumnType::String) => take(Cell::Str(&n.to_string())),
            (Self::Int(n), ColumnType::Dynamic) => take(Cell::Str(&n.to_string())),
            (Self::Int(n), ColumnType::Bool) => take(Cell::Bool(*n != 0)),
            (Self::Int(n), ColumnType::Int | ColumnType::Long | ColumnType::Real | ColumnType::Decimal) => {
                take(Cell::Int(*n))
            }
            (Self::Real(n), ColumnType::Real) => take(Cell::Real(*n)),
            (Self::Real(n), ColumnType::String | ColumnType::Dynamic) => take(Cell::Str(&n.to_string())),
            (Self::Real(n), ColumnType::Int | ColumnType::Long) if n.fract() == 0.0 => take(Cell::Int(*n as i64)),
            (Self::Bool(b), ColumnType::Bool) => take(Cell::Bool(*b)),
            (Self::Bool(b), ColumnType::String | ColumnType::Dynamic) => {
                take(Cell::Str(if *b { "true" } else { "false" }))
            }
            (Self::Bool(b), ColumnType::Int | ColumnType::Long) => take(Cell::Int((*b).into())),
            (Self::Ticks(t), ColumnType::DateTime) => take(Cell::Int(*t)),
            (Self::Ticks(t), ColumnType::Long) => take(Cell::Int(*t)),
            (Self::Json(text), ColumnType::Dynamic | ColumnType::String) => take(Cell::Str(text)),
            _ => take(Cell::Null),
        }
    }
}

/// The value of a JSON export for a column of type `ty`; none for `null`. Where a `dynamic` column has a text, the
/// text is JSON itself, as exports write `AdditionalFields`.
pub(crate) fn of_json(json: &serde_json::Value, ty: ColumnType) -> Option<Value<'_>> {
    use serde_json::Value as Json;
    Some(match json {
        Json::Null => return None,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => Value::Int(number),
            (None, Some(number)) => Value::Int(number as i64),
            (None, None) => Value::Real(number.as_f64()?),
        },
        Json::String(text) => of_text(text, ty),
        Json::Array(_) | Json::Object(_) => Value::Json(json.to_string()),
    })
}

/// The value of a text export for a column of type `ty`.
pub(crate) fn of_text(text: &str, ty: ColumnType) -> Value<'_> {
    if ty == ColumnType::Dynamic
        && text.trim_start().starts_with(['{', '['])
        && let Ok(json) = serde_json::from_str::<serde_json::Value>(text)
    {
        return Value::Json(json.to_string());
    }
    Value::text(text)
}

/// `true`, `false`, `1`, `0` in any case.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("true") || text == "1" {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") || text == "0" {
        Some(false)
    } else {
        None
    }
}

/// A number in decimal or, with `0x`, in hexadecimal. Numbers past 2^63 - 1 keep their bits, as the portal shows
/// them; a decimal with an empty fraction (`5.0`) counts as whole.
pub(crate) fn number(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Some(hex) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return u64::from_str_radix(hex, 16).ok().map(|n| n as i64);
    }
    let whole = text.split_once('.').map_or(text, |(w, f)| if f.bytes().all(|b| b == b'0') { w } else { text });
    whole.parse().ok().or_else(|| whole.parse::<u64>().ok().map(|n| n as i64))
}

/// Now, as ticks.
pub(crate) fn wall_clock() -> i64 {
    i64::try_from(jiff::Timestamp::now().as_nanosecond() / 100)
        .map_or(i64::MAX, |t| t.saturating_add(ticks::UNIX_EPOCH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let check = |text, expect| assert_eq!(number(text), expect, "{text}");
        check("12", Some(12));
        check("-1", Some(-1));
        check("0x4d2", Some(1234));
        check("5.0", Some(5));
        check("5.5", None);
        check("18446744073709551615", Some(-1));
        check("", None);
        check("0x", None);
        check("twelve", None);
    }

    #[test]
    fn cells() {
        let check = |value: Value<'_>, ty, expect: &str| {
            let got = value.with_cell(ty, |cell| format!("{cell:?}"));
            assert_eq!(got, expect, "{value:?} as {ty:?}");
        };
        check(Value::text("true"), ColumnType::Bool, "Bool(true)");
        check(Value::text("maybe"), ColumnType::Bool, "Null");
        check(Value::text("0x10"), ColumnType::Long, "Int(16)");
        check(Value::text("{A}"), ColumnType::Guid, "Str(\"a\")");
        check(Value::text("a\"b"), ColumnType::Dynamic, r#"Str("\"a\\\"b\"")"#);
        check(Value::Int(5), ColumnType::String, "Str(\"5\")");
        check(Value::Json("{}".into()), ColumnType::Dynamic, "Str(\"{}\")");
        check(Value::Ticks(5), ColumnType::DateTime, "Int(5)");
        check(Value::Ticks(5), ColumnType::Bool, "Null");
    }
}
