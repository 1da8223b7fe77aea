//! `cargo xtask bench scan`: what a whole scan of a large event log costs, with all built-in rules.
//!
//! The log is that of a server to which one thing happened: the chunks of the invented compromised server come once,
//! those of the other shipped logs again and again, each time two minutes later. Whole processes are measured, `cat` and
//! scans in turn, by processor time and peak memory; the best round of each counts. The log is removed at the end.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail, ensure};

use super::evtx::log::{Made, collect, header, mixed, renumber};
use super::evtx::measure::{Cost, measure};
use crate::repository;

const HEADER: u64 = 4096;
const CHUNK: u64 = 65_536;
/// How much later the same chunks come again, in units of 100 ns: about as long as a busy server takes to log as much.
const LATER: u64 = 120 * 10_000_000;

struct Options {
    gibibytes: Vec<f64>,
    rounds: u32,
    threads: Vec<String>,
    binary: Option<PathBuf>,
    folder: PathBuf,
}

impl Options {
    fn parse(arguments: &[&str], root: &Path) -> Result<Self> {
        let mut options = Self {
            gibibytes: vec![0.5, 2.0],
            rounds: 3,
            threads: vec!["1".into(), "2".into()],
            binary: None,
            folder: root.join("target/bench"),
        };
        let mut rest = arguments.iter();
        while let Some(name) = rest.next() {
            let value = rest.next().with_context(|| format!("{name} takes a value"))?;
            match *name {
                "--gib" => options.gibibytes = value.split(',').map(str::parse).collect::<Result<_, _>>()?,
                "--rounds" => options.rounds = value.parse()?,
                "--threads" => options.threads = value.split(',').map(str::to_owned).collect(),
                "--binary" => options.binary = Some(value.into()),
                "--folder" => options.folder = value.into(),
                other => bail!("bench scan does not know {other}"),
            }
        }
        Ok(options)
    }
}

/// Builds the program unless one is named, makes the logs, measures, and prints a table for each.
///
/// # Errors
/// When a step cannot be taken.
pub(crate) fn run(arguments: &[&str]) -> Result<ExitCode> {
    let root = repository::root();
    let options = Options::parse(arguments, &root)?;
    std::fs::create_dir_all(&options.folder)?;
    let binary = match &options.binary {
        Some(path) => path.clone(),
        None => {
            let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
            let built =
                Command::new(cargo).args(["build", "--release", "-p", "iiswarden"]).current_dir(&root).status()?;
            ensure!(built.success(), "the program could not be built");
            root.join("target/release/iiswarden")
        }
    };
    for gibibytes in &options.gibibytes {
        let path = options.folder.join(format!("server-{gibibytes}.evtx"));
        let made = make(&root.join("fixtures"), &path, (gibibytes * f64::from(1 << 30)) as u64)?;
        let result = compare(&options, &binary, &path);
        std::fs::remove_file(&path).ok();
        println!("\n{gibibytes} GiB, {} chunks, {} records\n", made.chunks, made.records);
        println!("| way | CPU seconds | MB/s per core | passed | peak memory |\n|---|---|---|---|---|");
        for (name, Cost { seconds, elapsed, peak }) in result? {
            let speed = made.bytes as f64 / 1e6 / seconds;
            println!("| {name} | {seconds:.2} | {speed:.0} | {elapsed:.1} s | {} MB |", peak / 1_000_000);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The best of all rounds of `cat` and of a scan on each number of threads: what they cost.
fn compare(options: &Options, binary: &Path, path: &Path) -> Result<Vec<(String, Cost)>> {
    let mut best: Vec<(String, Cost)> = Vec::new();
    for _ in 0..options.rounds {
        let mut ways = vec![("`cat`".to_owned(), Command::new("cat"))];
        for threads in &options.threads {
            let mut scan = Command::new(binary);
            scan.args(["scan", "--threads", threads, "--no-progress", "--exit-zero", "-f", "jsonl"]);
            ways.push((format!("`scan --threads {threads}`"), scan));
        }
        for (name, mut command) in ways {
            let cost = measure(command.arg(path))?;
            match best.iter_mut().find(|(have, _)| *have == name) {
                Some((_, have)) => have.take(cost),
                None => best.push((name, cost)),
            }
        }
    }
    Ok(best)
}

/// Writes the log of a server, of about so many bytes.
fn make(fixtures: &Path, path: &Path, size: u64) -> Result<Made> {
    let (mut once, mut often) = (Vec::new(), Vec::new());
    collect(&fixtures.join("compromised-server"), &mut once)?;
    collect(&fixtures.join("clean-server"), &mut often)?;
    collect(&fixtures.join("real"), &mut often)?;
    let (once, often) = (mixed(&once), mixed(&often));
    ensure!(!often.is_empty(), "no log below {}", fixtures.display());
    let count = (size.saturating_sub(HEADER) / CHUNK).max(1);
    let mut out = BufWriter::new(File::create(path)?);
    out.write_all(&header(count))?;
    let again = (0_u64..).flat_map(|turn| often.iter().map(move |chunk| (turn, chunk)));
    let chunks = once.iter().map(|chunk| (0, chunk)).chain(again);
    let mut next = 1;
    for (turn, chunk) in chunks.take(usize::try_from(count)?) {
        let mut chunk = chunk.clone();
        next = renumber(&mut chunk, next, turn * LATER);
        out.write_all(&chunk)?;
    }
    out.flush()?;
    Ok(Made { bytes: HEADER + count * CHUNK, chunks: count, records: next - 1 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_log_is_sound_and_its_times_go_on() {
        let folder = std::env::temp_dir().join(format!("iiswarden-bench-scan-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("a.evtx");
        let made = make(&repository::root().join("fixtures"), &path, 5 << 20).unwrap();
        let mut parser = evtx::EvtxParser::from_path(&path).unwrap();
        let records: Vec<_> = parser.records_json().flatten().map(|r| (r.event_record_id, r.timestamp)).collect();
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(records.len() as u64 > made.records * 9 / 10, "{} of {}", records.len(), made.records);
        assert!(records.is_sorted_by_key(|(id, _)| *id), "ids go up");
        let times: BTreeSet<_> = records.iter().map(|(_, time)| *time).collect();
        assert!(times.len() > records.len() / 4, "{} times of {} records", times.len(), records.len());
    }
}
