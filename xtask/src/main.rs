//! Chores of this repository: `cargo xtask codegen | layers | fixtures [--check]`, `cargo xtask bench …`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool")]

mod bench;
mod codegen;
mod fixtures;
mod layers;
#[cfg(test)]
mod offline;
mod outputs;
mod repository;
#[cfg(test)]
mod texts;

use std::process::ExitCode;

use anyhow::{Result, bail};
use outputs::Outputs;

const USAGE: &str = "\
usage: cargo xtask <chore> [--check]

  codegen    write the module lists and embedded data lists that are checked in
  fixtures   write the triage folders of the invented server below `fixtures/`
  layers     check that every crate depends only on crates of lower layers
  bench evtx compare the speed of reading event logs with `cat` and `evtx_dump` (docs/performance.md)
  bench kql  compare the speed of queries with that of DuckDB and duckdb-kql (docs/performance.md)
  bench scan measure a whole scan of a large event log with the built-in rules (docs/performance.md)

--check writes nothing, names what is stale, and fails if anything is.";

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["codegen"] => write(&codegen::outputs()?),
        ["codegen", "--check"] => check(&codegen::outputs()?, "codegen"),
        ["fixtures"] => write(&fixtures::outputs()?),
        ["fixtures", "--check"] => check(&fixtures::outputs()?, "fixtures"),
        ["bench", "evtx", ref options @ ..] => bench::evtx::run(options),
        ["bench", "kql", ref options @ ..] => bench::kql::run(options),
        ["bench", "scan", ref options @ ..] => bench::scan::run(options),
        ["layers"] => {
            let faults = layers::faults(&layers::metadata()?)?;
            for fault in &faults {
                eprintln!("{fault}");
            }
            Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        _ => bail!("{USAGE}"),
    }
}

fn write(outputs: &Outputs) -> Result<ExitCode> {
    for path in outputs.write(&repository::root())? {
        println!("wrote {path}");
    }
    Ok(ExitCode::SUCCESS)
}

fn check(outputs: &Outputs, chore: &str) -> Result<ExitCode> {
    let stale = outputs.stale(&repository::root())?;
    if stale.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    for path in stale {
        eprintln!("stale: {path}");
    }
    eprintln!("run `cargo xtask {chore}` and commit what it writes");
    Ok(ExitCode::FAILURE)
}
