//! Runs the cases of a folder of conformance files and tells which answers differ.
//!
//! `cargo run -p engine --example conformance -- FOLDER [PART-OF-ID]`; with a part of an id the differences are shown
//! in full. A file holds a JSON array of cases: `id`, `query`, `expected_columns`, and the rows as JSON values
//! (`expected_rows`) or as texts (`expected_rows_text`). Rows count as a multiset.

#![allow(clippy::print_stdout, reason = "a tool for the terminal")]

use engine::{Engine, EngineConfig, Options, QueryResult, Tables};
use kql_functions::{OwnedValue, Value};
use serde_json::Value as Json;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().ok_or("usage: conformance FOLDER [PART-OF-ID]")?);
    let part = args.next();
    let engine = Engine::new(EngineConfig::default())?;
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)?.filter_map(|e| Some(e.ok()?.path())).collect();
    files.sort();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "json")) {
        let cases: Vec<Json> = serde_json::from_slice(&std::fs::read(file)?)?;
        let (mut passed, mut differ, mut refused) = (0, 0, 0);
        for case in &cases {
            let id = case["id"].as_str().unwrap_or_default();
            if part.as_ref().is_some_and(|p| !id.contains(p.as_str())) {
                continue;
            }
            let text = case["query"].as_str().unwrap_or_default();
            match run(&engine, text, case) {
                Outcome::Same => passed += 1,
                Outcome::Refused(why) => {
                    refused += 1;
                    println!("REFUSED {id}: {why}");
                    if part.is_some() {
                        println!("{text}");
                    }
                }
                Outcome::Differs(what) => {
                    differ += 1;
                    println!(
                        "DIFFERS {id}: {}",
                        if part.is_some() { what.clone() } else { what.lines().next().unwrap_or_default().to_owned() }
                    );
                    if part.is_some() {
                        println!("{text}");
                    }
                }
            }
        }
        println!("== {}: {passed} same, {differ} differ, {refused} refused", file.display());
    }
    Ok(())
}

enum Outcome {
    Same,
    Differs(String),
    Refused(String),
}

fn run(engine: &Engine, text: &str, case: &Json) -> Outcome {
    let outcome = engine.query(text, &Tables::new(), &Options::default());
    let Some(result) = outcome.result else {
        let all: Vec<String> = outcome.diagnostics.iter().map(|d| format!("[{}] {}", d.code, d.message)).collect();
        return Outcome::Refused(all.join("; "));
    };
    if let Some(expected) = case["expected_text"].as_str() {
        let last = result.rows().last().unwrap_or_default();
        let got: Vec<String> = last.iter().map(plain).collect();
        let got = got.join(",");
        let want = expected.lines().last().unwrap_or_default();
        return if squeeze(&got) == squeeze(want) {
            Outcome::Same
        } else {
            Outcome::Differs(format!("got {got}, expected {want}"))
        };
    }
    let names: Vec<&str> = result.columns.iter().map(|(n, _)| n.as_str()).collect();
    let wanted: Vec<&str> =
        case["expected_columns"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    if names != wanted {
        return Outcome::Differs(format!("columns {names:?}, expected {wanted:?}"));
    }
    let (got, want) = match case["expected_rows"].as_array() {
        Some(rows) => (rows_of(&result, canonical), rows.iter().map(row_text).collect::<Vec<_>>()),
        None => (rows_of(&result, plain), texts(case)),
    };
    let (mut a, mut b): (Vec<String>, Vec<String>) =
        (got.iter().map(|s| squeeze(s)).collect(), want.iter().map(|s| squeeze(s)).collect());
    a.sort();
    b.sort();
    let complete = case["rows_complete"].as_bool().unwrap_or(true);
    if a == b || (!complete && b.iter().all(|row| a.contains(row))) {
        return Outcome::Same;
    }
    Outcome::Differs(format!("rows\n  got      {got:?}\n  expected {want:?}"))
}

fn rows_of(result: &QueryResult, text: impl Fn(&OwnedValue) -> String) -> Vec<String> {
    result.rows().map(|row| format!("({})", row.iter().map(&text).collect::<Vec<_>>().join(", "))).collect()
}

/// Cells as they stand in files whose rows are JSON.
fn row_text(row: &Json) -> String {
    let cells = row.as_array().into_iter().flatten().map(|cell| match cell {
        Json::Null => "null".to_owned(),
        Json::String(s) => trim_fraction(s),
        Json::Number(n) => number(n.as_f64().unwrap_or(f64::NAN)),
        Json::Bool(b) => if *b { "True" } else { "False" }.to_owned(),
        other => rounded(other).to_string(),
    });
    format!("({})", cells.collect::<Vec<_>>().join(", "))
}

fn canonical(value: &OwnedValue) -> String {
    match value {
        Value::Dynamic(text) => match serde_json::from_str::<Json>(text) {
            Ok(json) => {
                let row = row_text(&Json::Array(vec![json]));
                row[1..row.len() - 1].to_owned()
            }
            Err(_) => text.to_string(),
        },
        Value::String(s) => trim_fraction(s),
        other => plain(other),
    }
}

/// Bag keys in order, and numbers rounded, so that equal values print alike.
fn rounded(json: &Json) -> Json {
    match json {
        Json::Number(n) => Json::String(number(n.as_f64().unwrap_or(f64::NAN))),
        Json::Array(items) => Json::Array(items.iter().map(rounded).collect()),
        Json::Object(bag) => {
            let mut pairs: Vec<(String, Json)> = bag.iter().map(|(k, v)| (k.clone(), rounded(v))).collect();
            pairs.sort_by(|a, b| a.0.cmp(&b.0));
            Json::Object(pairs.into_iter().collect())
        }
        other => other.clone(),
    }
}

/// Cells as they stand in files whose rows are text.
fn plain(value: &OwnedValue) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Real(v) => number(*v),
        Value::Int(v) => v.to_string(),
        Value::Long(v) => v.to_string(),
        Value::DateTime(_) | Value::TimeSpan(_) => trim_fraction(&kql_functions::convert::to_str(value)),
        Value::Dynamic(text) => text.to_string(),
        other => kql_functions::convert::to_str(other).into_owned(),
    }
}

fn number(v: f64) -> String {
    if v.is_nan() {
        return "NaN".to_owned();
    }
    if v.is_finite() && v == v.trunc() && v.abs() < 1e15 { format!("{v:.0}") } else { format!("{v:.9e}") }
}

/// `2020-01-01T00:00:00.1200000Z` as `2020-01-01T00:00:00.12Z`.
fn trim_fraction(text: &str) -> String {
    let (body, zone) = match text.strip_suffix('Z') {
        Some(body) => (body, "Z"),
        None => (text, ""),
    };
    match body.rsplit_once('.') {
        Some((head, fraction)) if fraction.len() == 7 && head.contains(':') => {
            let fraction = fraction.trim_end_matches('0');
            if fraction.is_empty() { format!("{head}{zone}") } else { format!("{head}.{fraction}{zone}") }
        }
        _ => text.to_owned(),
    }
}

fn texts(case: &Json) -> Vec<String> {
    let rows = case["expected_rows_text"].as_array().into_iter().flatten();
    rows.map(|row| match row {
        Json::String(s) => s.clone(),
        Json::Array(cells) => {
            let cells: Vec<String> = cells.iter().map(|c| c.as_str().unwrap_or_default().to_owned()).collect();
            format!("({})", cells.join(", "))
        }
        other => other.to_string(),
    })
    .collect()
}

/// Without what only differs in layout: blanks, quotes, the way null and numbers are written.
fn squeeze(text: &str) -> String {
    let mut out = String::new();
    let text = text.replace("(null)", "null");
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_whitespace() || matches!(c, '\'' | '"' | '(' | ')' | ',' | '[' | ']' | '{' | '}') {
            if !word.is_empty() {
                out.push_str(&squeeze_word(&word));
                word.clear();
            }
            if !c.is_whitespace() && !matches!(c, '\'' | '"') {
                out.push(c);
            }
        } else {
            word.push(c);
        }
    }
    out
}

fn squeeze_word(word: &str) -> String {
    if let Ok(v) = word.parse::<f64>() {
        return number(v);
    }
    let trimmed = trim_fraction(word);
    match trimmed.as_str() {
        "true" => "True".to_owned(),
        "false" => "False".to_owned(),
        _ => trimmed.strip_suffix('Z').map_or(trimmed.clone(), str::to_owned),
    }
}
