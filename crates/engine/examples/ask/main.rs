//! Asks a question of a file several times and says how long each time took, for work on the engine:
//! `cargo run --release -p engine --example ask -- QUESTION.kql TABLE=FILE [ROUNDS [THREADS [MEMORY_MIB]]]`.
//!
//! With the word `explain` in the place of the rounds it prints the plan and what each part of it did, with the word
//! `rows` the rows as JSON lines and nothing else.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool")]

use engine::{Engine, EngineConfig, Options, Tables, UserTable};
use kql_functions::json;
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [question, table, rest @ ..] = arguments.as_slice() else {
        return Err("usage: ask QUESTION.kql TABLE=FILE [ROUNDS [THREADS [MEMORY_MIB]]]".into());
    };
    let (name, path) = table.split_once('=').ok_or("the table is written NAME=FILE")?;
    let number = |i: usize, otherwise: usize| rest.get(i).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let config = EngineConfig { threads: number(1, 2), memory: number(2, 4096) << 20, temp_dir: None };
    let started = Instant::now();
    let engine = Engine::new(config)?;
    let tables = Tables::described().with_table(&UserTable::from_path(name, Path::new(path))?.with_workspace_columns());
    if rest.first().is_some_and(|word| word == "rows") {
        let text = std::fs::read_to_string(question)?;
        let result = engine.query(&text, &tables, &Options::default()).result.ok_or("no result")?;
        for row in result.rows() {
            let named = result.columns.iter().map(|(name, _)| name.clone()).zip(row.iter().map(json::from_value));
            println!("{}", serde_json::Value::from_iter(named));
        }
        return Ok(());
    }
    println!("ready after {:.1} ms", started.elapsed().as_secs_f64() * 1e3);
    let text = std::fs::read_to_string(question)?;
    if rest.first().is_some_and(|word| word == "explain") {
        println!("{}", engine.analyze(&text, &tables, &Options::default()).unwrap_or_default());
        return Ok(());
    }
    for _ in 0..number(0, 3) {
        let started = Instant::now();
        let planned = engine.check(&text, &tables, &Options::default());
        let bound = started.elapsed();
        let outcome = engine.run(planned);
        let all = started.elapsed();
        for diagnostic in &outcome.diagnostics {
            eprintln!("{diagnostic:?}");
        }
        let rows = outcome.result.map_or(0, |result| result.row_count());
        println!("{rows} rows, bound in {:.1} ms, all in {:.1} ms", bound.as_secs_f64() * 1e3, all.as_secs_f64() * 1e3);
    }
    Ok(())
}
