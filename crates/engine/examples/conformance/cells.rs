//! Comparing values that were printed by different engines.

use kql_functions::{KqlType, OwnedValue, Value};
use serde_json::Value as Json;

/// How far numbers may lie apart, as a part of their size, in queries that call a function. Sketches estimate, and
/// the emulator's sketches are not ours.
const TOLERANCES: &[(&str, f64)] = &[
    ("dcount", 0.02),
    ("dcountif", 0.02),
    ("dcount_hll", 0.02),
    ("percentile", 0.02),
    ("percentiles", 0.02),
    ("percentilesw", 0.02),
    ("percentile_tdigest", 0.02),
];

/// Sums of reals depend on the order of the rows.
const SUMS: f64 = 1e-9;

pub(crate) fn tolerance(query: &str) -> f64 {
    let called = |name: &str| query.contains(&format!("{name}("));
    TOLERANCES.iter().filter(|(name, _)| called(name)).map(|(_, t)| *t).fold(SUMS, f64::max)
}

/// Whether a type goes by a name of Microsoft's runtime, or of KQL. The files do not tell `int` from `long`, and one of
/// them calls decimals reals.
pub(crate) fn same_type(ty: KqlType, name: &str) -> bool {
    let named: &[&str] = match ty {
        KqlType::Bool => &["sbyte", "bool", "boolean"],
        KqlType::Int | KqlType::Long => &["int32", "int64", "int", "long"],
        KqlType::Real => &["double", "real"],
        KqlType::Decimal => &["sqldecimal", "decimal", "real"],
        KqlType::String => &["string"],
        KqlType::DateTime => &["datetime"],
        KqlType::TimeSpan => &["timespan"],
        KqlType::Guid => &["guid"],
        KqlType::Dynamic => &["object", "dynamic"],
    };
    named.contains(&name.to_ascii_lowercase().as_str())
}

/// Whether two texts hold the same values: layout does not count, nor how a number is written.
pub(crate) fn same(left: &str, right: &str, tolerance: f64) -> bool {
    let (left, right) = (tokens(left), tokens(right));
    left.len() == right.len() && left.iter().zip(&right).all(|(l, r)| l.is(r, tolerance))
}

#[derive(Debug)]
enum Token {
    Number(f64),
    Word(String),
}

impl Token {
    fn is(&self, other: &Self, tolerance: f64) -> bool {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => {
                (a.is_nan() && b.is_nan()) || a == b || (a - b).abs() <= tolerance * a.abs().max(b.abs())
            }
            (Self::Word(a), Self::Word(b)) => a == b,
            _ => false,
        }
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut all = Vec::new();
    let mut word = String::new();
    let mut before = ' ';
    let mut end = |word: &mut String| {
        if !word.is_empty() {
            all.push(token(word));
            word.clear();
        }
    };
    let mut chars = text.chars().chain([' ']).peekable();
    while let Some(c) = chars.next() {
        let separates = c.is_whitespace() || "'\"(),[]{}|".contains(c) || (c == ':' && "'\"".contains(before));
        // `2024-01-02T03:04` and `2024-01-02 03:04`
        let between = c == 'T' && before.is_ascii_digit() && chars.peek().is_some_and(char::is_ascii_digit);
        if separates || between {
            end(&mut word);
        } else {
            word.push(c);
        }
        before = c;
    }
    all
}

fn token(word: &str) -> Token {
    if let Ok(number) = word.parse::<f64>() {
        return Token::Number(number);
    }
    let word = word.strip_suffix('Z').filter(|w| w.ends_with(|c: char| c.is_ascii_digit())).unwrap_or(word);
    let word = match word.rsplit_once('.') {
        // `03:04:05.1200000` as `03:04:05.12`
        Some((head, digits)) if head.contains(':') && digits.bytes().all(|b| b.is_ascii_digit()) => {
            let digits = digits.trim_end_matches('0');
            if digits.is_empty() { head.to_owned() } else { format!("{head}.{digits}") }
        }
        _ => word.to_owned(),
    };
    Token::Word(match word.as_str() {
        "true" => "True".to_owned(),
        "false" => "False".to_owned(),
        "<null>" => "null".to_owned(),
        _ => word,
    })
}

pub(crate) fn row(row: &[OwnedValue], text: impl Fn(&OwnedValue) -> String) -> String {
    format!("({})", row.iter().map(text).collect::<Vec<_>>().join(", "))
}

/// A cell as it stands in files whose rows are text.
pub(crate) fn plain(value: &OwnedValue) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Dynamic(text) => text.to_string(),
        other => kql_functions::convert::to_str(other).into_owned(),
    }
}

/// A cell as it stands in files whose rows are JSON.
pub(crate) fn canonical(value: &OwnedValue) -> String {
    match value {
        Value::Dynamic(text) => serde_json::from_str(text).map_or_else(|_| text.to_string(), |json| cell(&json)),
        other => plain(other),
    }
}

pub(crate) fn json_row(row: &[Json]) -> String {
    format!("({})", row.iter().map(cell).collect::<Vec<_>>().join(", "))
}

/// The keys of bags in their order.
fn cell(json: &Json) -> String {
    match json {
        Json::Null => "null".to_owned(),
        Json::String(text) => text.clone(),
        Json::Array(items) => format!("[{}]", items.iter().map(cell).collect::<Vec<_>>().join(", ")),
        Json::Object(bag) => {
            let mut pairs: Vec<String> = bag.iter().map(|(k, v)| format!("\"{k}\":{}", cell(v))).collect();
            pairs.sort();
            format!("{{{}}}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}
