//! Between values and JSON, and reading parts of JSON text without building a tree.

mod minified;
mod path;
mod plain;
mod scan;
mod tape;

pub use minified::is_minified;
pub use path::parse_path;
pub use scan::{Key, array_length, find, find_kept, parts};
pub(crate) use tape::Tapes;

use crate::{Value, time};
use serde_json::Value as Json;
use std::borrow::Cow;

/// A value as it stands inside a `dynamic`: times as text, everything else as JSON's own kinds.
pub fn from_value(value: &Value<'_>) -> Json {
    match value {
        Value::Null | Value::Type(_) => Json::Null,
        Value::Bool(v) => Json::Bool(*v),
        Value::Int(v) => Json::from(*v),
        Value::Long(v) => Json::from(*v),
        Value::Real(v) => {
            serde_json::Number::from_f64(*v).map_or_else(|| Json::String(crate::real::format(*v)), Json::Number)
        }
        Value::Decimal(v) => Json::String(crate::decimal::format(*v)),
        Value::String(s) | Value::Guid(s) => Json::String(s.to_string()),
        Value::DateTime(ticks) => Json::String(time::format_datetime(*ticks)),
        Value::TimeSpan(ticks) => Json::String(time::format_timespan(*ticks)),
        Value::Dynamic(_) => value.to_json(),
    }
}

/// JSON text from a text that may or may not be JSON: minified if it is, a JSON string of the whole text if it is
/// not, nothing for `""` and `null`. JSON nested deeper than 128 levels counts as text.
pub fn parse(text: &str) -> Option<Cow<'_, str>> {
    if text.is_empty() {
        return None;
    }
    if text != "null" && is_minified(text) {
        return Some(Cow::Borrowed(text));
    }
    match serde_json::from_str::<Json>(text) {
        Ok(Json::Null) => None,
        Ok(json) => Some(Cow::Owned(json.to_string())),
        Err(_) => Some(Cow::Owned(Json::from(text).to_string())),
    }
}

/// What `tostring` gives for a `dynamic`: a string without quotes, everything else as JSON text.
pub fn string_text(json: &str) -> Cow<'_, str> {
    match json.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
        Some(plain) if !plain.contains('\\') => Cow::Borrowed(plain),
        Some(_) => serde_json::from_str::<String>(json).map_or(Cow::Borrowed(json), Cow::Owned),
        None if json == "null" => Cow::Borrowed(""),
        None => Cow::Borrowed(json),
    }
}

/// A JSON scalar as a value; arrays and bags stay `dynamic`.
pub fn to_value(json: &Json) -> Value<'static> {
    match json {
        Json::Null => Value::Null,
        Json::Bool(v) => Value::Bool(*v),
        Json::Number(n) => match n.as_i64() {
            Some(long) => Value::Long(long),
            None => Value::Real(n.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(s) => Value::string(s.as_str()),
        Json::Array(_) | Json::Object(_) => Value::json(json),
    }
}

/// What `tostring` gives for a part of a `dynamic`.
pub fn text_of(json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        Json::String(s) => s.clone(),
        other => other.to_string(),
    }
}

/// The array in a `dynamic`.
pub fn array_of(value: &Value<'_>) -> Option<Vec<Json>> {
    match value {
        Value::Dynamic(text) if text.starts_with('[') => match serde_json::from_str(text) {
            Ok(Json::Array(items)) => Some(items),
            _ => None,
        },
        _ => None,
    }
}

/// The property bag in a `dynamic`.
pub fn bag_of(value: &Value<'_>) -> Option<serde_json::Map<String, Json>> {
    match value {
        Value::Dynamic(text) if text.starts_with('{') => match serde_json::from_str(text) {
            Ok(Json::Object(bag)) => Some(bag),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parsing() {
        let check = |text: &str, expect: Option<&str>| assert_eq!(parse(text).as_deref(), expect);
        check(r#" { "b" : 1.0, "a" : [ 1 , null ] } "#, Some(r#"{"b":1.0,"a":[1,null]}"#));
        check("plain", Some("\"plain\""));
        check("null", None);
        check("", None);
        check(" ", Some("\" \""));
        check("{\"a\":}", Some(r#""{\"a\":}""#));
        assert!(parse(&"[".repeat(100_000)).is_some_and(|t| t.starts_with('"')));
    }

    #[test]
    fn text() {
        assert_eq!(string_text(r#""a\nb""#), "a\nb");
        assert_eq!(string_text("[1,\"a\"]"), "[1,\"a\"]");
        assert_eq!(string_text("null"), "");
    }

    #[test]
    fn values() {
        assert_eq!(from_value(&Value::Real(f64::NAN)), Json::from("NaN"));
        assert_eq!(from_value(&Value::Decimal(crate::decimal::ONE)), Json::from("1"));
        assert_eq!(to_value(&Json::from(2.5)), Value::Real(2.5));
    }
}
