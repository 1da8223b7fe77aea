//! Runs the cases of a folder of conformance files and tells which answers differ.
//!
//! `cargo run -p engine --example conformance -- FOLDER [PART-OF-ID]`; with a part of an id each difference is shown in
//! full. Every case passes, or stands in `crates/engine/tests/conformance-exceptions.txt` with its reason: anything
//! else, and a line there that nothing needs, makes the program fail.
//!
//! A file holds a JSON array of cases: `id`, `query`, `expected_columns`, `expected_types`, and the rows as JSON values
//! (`expected_rows`), as texts (`expected_rows_text`) or as one text (`expected_text`). Rows count as a multiset.

#![allow(clippy::print_stdout, reason = "a tool for the terminal")]

mod cells;
mod exceptions;
mod expected;

use engine::{Engine, EngineConfig, Options, Tables};
use exceptions::Exceptions;
use expected::{Case, Expected};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<ExitCode, Failure> {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().ok_or("usage: conformance FOLDER [PART-OF-ID]")?);
    let part = args.next();
    let exceptions = Exceptions::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance-exceptions.txt"))?;
    let engine = Engine::new(EngineConfig::default())?;
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)?.filter_map(|e| Some(e.ok()?.path())).collect();
    files.sort();
    let mut good = true;
    let mut needed: BTreeSet<(String, String)> = BTreeSet::new();
    println!("| file | cases | pass | excepted | fail |\n|---|--:|--:|--:|--:|");
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "json")) {
        let name = file.file_stem().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        let cases = expected::read(&std::fs::read(file)?)?;
        let (mut passed, mut excepted, mut failed) = (0, 0, Vec::new());
        for case in cases.iter().filter(|c| part.as_ref().is_none_or(|p| c.id.contains(p.as_str()))) {
            let outcome = run(&engine, case);
            let Err(why) = outcome else {
                passed += 1;
                continue;
            };
            needed.insert((name.clone(), case.id.clone()));
            if exceptions.reason(&name, &case.id).is_some() && part.is_none() {
                excepted += 1;
                continue;
            }
            failed.push(match part {
                Some(_) => format!("{}: {why}\n{}", case.id, case.query),
                None => format!("{}: {}", case.id, why.lines().next().unwrap_or_default()),
            });
        }
        println!("| {name} | {} | {passed} | {excepted} | {} |", cases.len(), failed.len());
        good &= failed.is_empty();
        failed.iter().for_each(|line| println!("{line}"));
    }
    if part.is_none() {
        for (file, case) in exceptions.beyond(&needed) {
            good = false;
            println!("{file} {case}: passes, and stands among the exceptions");
        }
    }
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// An error is a sentence that tells the difference.
fn run(engine: &Engine, case: &Case) -> Result<(), String> {
    let outcome = engine.query(&case.query, &Tables::new(), &Options::default());
    let Some(result) = outcome.result else {
        let all: Vec<String> = outcome.diagnostics.iter().map(|d| format!("[{}] {}", d.code, d.message)).collect();
        return Err(format!("refused: {}", all.join("; ")));
    };
    let tolerance = cells::tolerance(&case.query);
    if let Expected::Text { text, last_line } = &case.expected {
        let rows: Vec<String> = result.rows().map(|row| cells::row(&row, cells::plain)).collect();
        let got = if *last_line { rows.last().cloned().unwrap_or_default() } else { rows.join(",") };
        let want = if *last_line && !text.contains('{') && !text.contains('[') {
            text.lines().last().unwrap_or_default()
        } else {
            text.as_str()
        };
        let same = cells::same(&got, want, tolerance);
        return if same { Ok(()) } else { Err(format!("got {got}, expected {want}")) };
    }
    let names: Vec<&str> = result.columns.iter().map(|(n, _)| n.as_str()).collect();
    if names != case.columns {
        let rows: Vec<String> = result.rows().map(|row| cells::row(&row, cells::plain)).collect();
        return Err(format!("columns {names:?}, expected {:?}\n  {}", case.columns, rows.join("\n  ")));
    }
    for ((name, ty), wanted) in result.columns.iter().zip(&case.types) {
        if !cells::same_type(*ty, wanted) {
            return Err(format!("column `{name}` is of type {ty}, expected {wanted}"));
        }
    }
    let (got, want, complete) = match &case.expected {
        Expected::Values(rows) => {
            let got: Vec<String> = result.rows().map(|row| cells::row(&row, cells::canonical)).collect();
            (got, rows.iter().map(|row| cells::json_row(row)).collect::<Vec<_>>(), true)
        }
        Expected::Rows { rows, complete } => {
            (result.rows().map(|row| cells::row(&row, cells::plain)).collect(), rows.clone(), *complete)
        }
        Expected::Text { .. } => return Ok(()),
    };
    if complete && got.len() != want.len() {
        return Err(format!("{} rows, expected {}\n  got      {got:?}\n  expected {want:?}", got.len(), want.len()));
    }
    // A sorted answer stands in its order already; of any other the rows are looked for.
    let in_order = got.len() == want.len() && got.iter().zip(&want).all(|(g, w)| cells::same(g, w, tolerance));
    if in_order || all_found(&got, &want, tolerance) {
        return Ok(());
    }
    Err(format!("rows\n  got      {got:?}\n  expected {want:?}"))
}

/// Whether each wanted row is among the others, each of which counts once.
fn all_found(got: &[String], want: &[String], tolerance: f64) -> bool {
    let mut left: Vec<&String> = got.iter().collect();
    want.iter().all(|row| match left.iter().position(|g| cells::same(g, row, tolerance)) {
        Some(at) => {
            left.remove(at);
            true
        }
        None => false,
    })
}
