//! `cargo xtask bench evtx`: how fast event logs are read, against `cat` and against `evtx_dump` of the `evtx` crate.
//!
//! Whole processes are measured, in turn, by the processor time that Linux counts for them; the best round of each counts.
//! Memory is the most that any round took, and the seconds that passed are those of the quickest round, which say something
//! on an idle machine only. `evtx_dump` is installed with cargo into the benchmark's own folder unless `--evtx-dump` names
//! one. The logs are made in `--folder`, else in the benchmark's own, and removed at the end.

pub(super) mod log;
pub(super) mod measure;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail, ensure};

use crate::repository;
use measure::{Cost, measure};

/// The version of the `evtx` crate that is compared with.
const EVTX: &str = "0.15.1";

/// The events that the built-in rules look at most, by provider.
const EVENTS: [&str; 5] = [
    "Microsoft-Windows-Sysmon:1,2,3,7,11,12,13,14,15,22,23,26,29",
    "Microsoft-Windows-Security-Auditing:4656,4657,4663,4670,4688,4697,4698,4702,4719,4907,5145",
    "Microsoft-Windows-PowerShell:4103,4104",
    "Microsoft-IIS-Configuration:29,50",
    "Service Control Manager:7034,7036,7040,7045",
];

/// Their fields that the rules read.
const FIELDS: &str = "Image,CommandLine,ParentImage,ParentCommandLine,User,OriginalFileName,TargetFilename,ImageLoaded,\
    TargetObject,Details,Hashes,NewProcessName,ProcessName,ParentProcessName,SubjectUserName,ObjectName,ScriptBlockText,\
    Payload,Configuration,NewValue,ServiceName,ImagePath";

struct Options {
    gibibytes: Vec<f64>,
    rounds: u32,
    folder: Option<PathBuf>,
    evtx_dump: Option<PathBuf>,
    columns: Option<PathBuf>,
    iiswarden: Option<PathBuf>,
}

impl Options {
    fn parse(arguments: &[&str]) -> Result<Self> {
        let mut options = Self {
            gibibytes: vec![0.5, 2.0],
            rounds: 5,
            folder: None,
            evtx_dump: None,
            columns: None,
            iiswarden: None,
        };
        let mut rest = arguments.iter();
        while let Some(name) = rest.next() {
            let value = rest.next().with_context(|| format!("{name} takes a value"))?;
            match *name {
                "--gib" => options.gibibytes = value.split(',').map(str::parse).collect::<Result<_, _>>()?,
                "--rounds" => options.rounds = value.parse()?,
                "--folder" => options.folder = Some(value.into()),
                "--evtx-dump" => options.evtx_dump = Some(value.into()),
                "--columns" => options.columns = Some(value.into()),
                "--iiswarden" => options.iiswarden = Some(value.into()),
                other => bail!("bench evtx does not know {other}"),
            }
        }
        Ok(options)
    }
}

/// A program that reads a log.
struct Way {
    name: &'static str,
    program: PathBuf,
    arguments: Vec<OsString>,
}

/// Makes the logs, measures, and prints a table for each.
///
/// # Errors
/// When a step cannot be taken.
pub(crate) fn run(arguments: &[&str]) -> Result<ExitCode> {
    let options = Options::parse(arguments)?;
    let root = repository::root();
    let folder = root.join("target/bench");
    std::fs::create_dir_all(&folder)?;
    let ways = ways(&options, &root, &folder)?;
    for gibibytes in &options.gibibytes {
        let path = options.folder.as_ref().unwrap_or(&folder).join(format!("dense-{gibibytes}.evtx"));
        let made = log::make(&root.join("fixtures"), &path, (gibibytes * f64::from(1 << 30)) as u64)?;
        let result = compare(&ways, &path, options.rounds);
        std::fs::remove_file(&path).ok();
        let mut costs = result?;
        let bytes = made.bytes as f64;
        let of = |name: &str| costs.iter().find(|(have, _)| *have == name).map(|(_, cost)| cost.seconds);
        let (cat, dump) = (of("cat").unwrap_or(f64::NAN), of("evtx_dump").unwrap_or(f64::NAN));
        println!("\n{gibibytes} GiB, {} chunks, {} records\n", made.chunks, made.records);
        println!(
            "| way | CPU seconds | MB/s | `evtx_dump` = 1 | `cat` = 1 takes | seconds passed | peak memory |\n\
             |---|---|---|---|---|---|---|"
        );
        for (name, Cost { seconds, elapsed, peak }) in &mut costs {
            println!(
                "| {name} | {seconds:.2} | {:.0} | {:.1} | {:.1} | {elapsed:.2} | {:.1} MB |",
                bytes / 1e6 / *seconds,
                dump / *seconds,
                *seconds / cat,
                *peak as f64 / 1e6
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn ways(options: &Options, root: &Path, folder: &Path) -> Result<Vec<Way>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let evtx_dump = match &options.evtx_dump {
        Some(path) => path.clone(),
        None => {
            let arguments = ["install", "evtx", "--version", EVTX, "--locked", "--no-default-features", "--features"];
            let mut install = Command::new(&cargo);
            done(install.args(arguments).arg("evtx_dump").arg("--root").arg(folder))?;
            folder.join("bin/evtx_dump")
        }
    };
    let columns = match &options.columns {
        Some(path) => path.clone(),
        None => {
            let arguments = ["build", "--release", "-p", "evtx-arrow", "--example", "columns"];
            done(Command::new(&cargo).args(arguments).current_dir(root))?;
            root.join("target/release/examples/columns")
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).to_string();
    let words = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
    let selected: Vec<&str> = EVENTS.iter().flat_map(|events| ["--select", events]).collect();
    let mut ways = vec![
        Way { name: "cat", program: "cat".into(), arguments: Vec::new() },
        Way { name: "evtx_dump", program: evtx_dump, arguments: words(&["-t", "1", "-o", "jsonl"]) },
        Way { name: "all columns", program: columns.clone(), arguments: Vec::new() },
        Way {
            name: "the rules' columns",
            program: columns.clone(),
            arguments: words(&[selected.as_slice(), &["--fields", FIELDS]].concat()),
        },
        Way { name: "all columns, all threads", program: columns, arguments: words(&["--threads", &threads]) },
    ];
    if let Some(program) = &options.iiswarden {
        let arguments = words(&["scan", "--threads", "1", "--no-progress", "--exit-zero", "-f", "jsonl"]);
        ways.push(Way { name: "iiswarden scan", program: program.clone(), arguments });
    }
    Ok(ways)
}

/// The best of all rounds of each way.
fn compare(ways: &[Way], path: &Path, rounds: u32) -> Result<Vec<(&'static str, Cost)>> {
    let mut best: Vec<(&'static str, Cost)> = Vec::new();
    for _ in 0..rounds {
        for way in ways {
            let cost = measure(Command::new(&way.program).args(&way.arguments).arg(path))?;
            match best.iter_mut().find(|(name, _)| *name == way.name) {
                Some((_, have)) => have.take(cost),
                None => best.push((way.name, cost)),
            }
        }
    }
    Ok(best)
}

fn done(command: &mut Command) -> Result<()> {
    let ended = command.status().with_context(|| format!("{command:?} could not be started"))?;
    ensure!(ended.success(), "{command:?} failed");
    Ok(())
}
