//! Cells of comma-separated files, safe to open in a spreadsheet.

use crate::text::is_hazard;
use kql_functions::{Value, json, time};
use std::fmt::Write;

/// A value as a cell. Nulls are empty, text stands in quotes, so that the two differ.
pub(crate) fn cell(value: &Value<'_>) -> String {
    match value {
        Value::Null | Value::Type(_) => String::new(),
        Value::String(text) | Value::Guid(text) | Value::Dynamic(text) => quoted(text),
        Value::DateTime(ticks) => time::format_datetime(*ticks),
        Value::TimeSpan(ticks) => time::format_timespan(*ticks),
        Value::Decimal(v) => kql_functions::decimal::format(*v),
        Value::Bool(_) | Value::Int(_) | Value::Long(_) | Value::Real(_) => match json::from_value(value) {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        },
    }
}

/// Text in quotes. What a spreadsheet would take for a formula gets an apostrophe in front; control characters
/// other than line ends and tabs are written as `\u{1b}`.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    if is_formula(text) {
        out.push('\'');
    }
    for c in text.chars() {
        match c {
            '"' => out.push_str("\"\""),
            '\n' | '\t' => out.push(c),
            c if is_hazard(c) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn is_formula(text: &str) -> bool {
    // Spreadsheets skip blanks in front, and some take the full-width forms too.
    let first = text.trim_start().chars().next();
    let sign =
        matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')) || text.starts_with(['\t', '\r']);
    sign && text.parse::<f64>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guards_formulas() {
        let check = |text: &str, expect: &str| assert_eq!(quoted(text), expect);
        check("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\"");
        check("@SUM(1)", "\"'@SUM(1)\"");
        check(" =1+1", "\"' =1+1\"");
        check("＝1+1", "\"'＝1+1\"");
        check("\t=1", "\"'\t=1\"");
        check("-install module", "\"'-install module\"");
        check("-5.5", "\"-5.5\"");
        check("a\"b,c\nd", "\"a\"\"b,c\nd\"");
        check("\x1b[31m", "\"\\u{1b}[31m\"");
    }

    #[test]
    fn values() {
        let check = |value: Value<'_>, expect: &str| assert_eq!(cell(&value), expect);
        check(Value::Null, "");
        check(Value::str(""), "\"\"");
        check(Value::Bool(true), "true");
        check(Value::Long(-5), "-5");
        check(Value::Real(f64::NAN), "NaN");
        check(Value::Real(0.5), "0.5");
        check(Value::TimeSpan(10_000_000), "00:00:01");
        check(Value::Dynamic("{\"a\":\"=1\"}".into()), "\"{\"\"a\"\":\"\"=1\"\"}\"");
    }
}
