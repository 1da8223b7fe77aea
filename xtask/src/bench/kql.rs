//! `cargo xtask bench kql`: the same questions to this program, to DuckDB and to duckdb-kql, over the same rows.
//!
//! The script that asks them is `benches/kql/compare.py`. It wants Python 3 with the packages `duckdb` and
//! `duckdb-kql`; they are installed into an environment of their own under `target/bench`, unless `--python` names one.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::repository;

const PACKAGES: [&str; 2] = ["duckdb==2.0.0", "duckdb-kql==1.1.2"];

/// Builds the program, makes the rows unless they are there, and prints the table. Options that are not ours are the
/// script's: `--rows`, `--rounds`, `--threads`, `--memory`, `--folder`, `--only`, `--stop` (seconds that the other two
/// programs have for a question).
///
/// # Errors
/// When a step cannot be taken.
pub(crate) fn run(options: &[&str]) -> Result<ExitCode> {
    let root = repository::root();
    let (python, rest) = match options {
        ["--python", python, rest @ ..] => (PathBuf::from(python), rest),
        rest => (environment(&root)?, rest),
    };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    done(Command::new(cargo).args(["build", "--release", "-p", "iiswarden"]).current_dir(&root))?;
    let mut script = Command::new(python);
    // Bytecode beside the script would look like a change of the repository.
    script.arg("-B").arg(root.join("benches/kql/compare.py"));
    script.arg("--binary").arg(root.join("target/release/iiswarden"));
    if !rest.contains(&"--folder") {
        script.arg("--folder").arg(bench_folder(&root)?);
    }
    let ended = script.args(rest).status().context("Python could not be started")?;
    Ok(if ended.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn bench_folder(root: &Path) -> Result<PathBuf> {
    let folder = root.join("target/bench");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A Python environment with the packages.
fn environment(root: &Path) -> Result<PathBuf> {
    let folder = bench_folder(root)?.join("python");
    let bin = if cfg!(windows) { "Scripts" } else { "bin" };
    let python = folder.join(bin).join("python");
    if !python.exists() {
        let system = if cfg!(windows) { "python" } else { "python3" };
        done(Command::new(system).args(["-m", "venv"]).arg(&folder))?;
    }
    done(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES))?;
    Ok(python)
}

fn done(command: &mut Command) -> Result<()> {
    let ended =
        command.status().with_context(|| format!("{} could not be started", command.get_program().display()))?;
    if !ended.success() {
        bail!("{} failed", command.get_program().display());
    }
    Ok(())
}
