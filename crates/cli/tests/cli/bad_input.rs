//! Evidence, queries and rules that are damaged, hostile or not there. Whatever it is, it is named with its place,
//! all else is read, and nothing panics.

mod archives;
mod configuration;
mod exports;
mod files;
mod logs;
mod rules;
mod together;

use crate::program::{Ran, program, ran, text};
use serde_json::Value;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A log with 16 records.
const IIS_LOG: &str = "compromised-server/C/Windows/System32/winevt/logs/Microsoft-IIS-Configuration%4Operational.evtx";
/// A log with 279 records in seven chunks.
const SYSMON_LOG: &str = "compromised-server/C/Windows/System32/winevt/logs/Microsoft-Windows-Sysmon%4Operational.evtx";
/// A configuration with 109 components.
const CONFIGURATION: &str = "compromised-server/C/Windows/System32/inetsrv/config/applicationHost.config";
const COMPONENTS: u64 = 109;
/// An export of 13 rows.
const CSV: &str = "compromised-server/defender/DeviceFileEvents.csv";
/// A streamed export with one row a line.
const JSON: &str = "compromised-server/defender/DeviceProcessEvents.json";

/// Shipped evidence.
fn shipped(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn shipped_text(path: &str) -> String {
    String::from_utf8(shipped(path)).expect("UTF-8")
}

/// Evidence in a folder, gone when dropped.
struct Case {
    folder: TempDir,
}

impl Case {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn place(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.place(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, bytes).expect("writes");
        self
    }

    fn query(&self, query: &str) -> Ran {
        calm(["query", query, text(self.path()), "-f", "jsonl"])
    }

    /// The one number of a query that succeeds, and what was said.
    #[track_caller]
    fn number(&self, query: &str) -> (u64, String) {
        number(self.query(query))
    }

    fn scan(&self) -> Ran {
        calm(["scan", text(self.path()), "-f", "jsonl"])
    }
}

#[track_caller]
fn number(ran: Ran) -> (u64, String) {
    let ran = ran.exits(0);
    let row: Value = serde_json::from_str(&ran.stdout).expect("one row");
    let number = row.as_object().and_then(|row| row.values().next()?.as_u64());
    (number.unwrap_or_else(|| panic!("no number: {row}")), ran.stderr)
}

/// Runs; a panic fails the test even where the program goes on after it.
#[track_caller]
fn calm<const N: usize>(arguments: [&str; N]) -> Ran {
    not_panicked(ran(program().args(arguments)))
}

#[track_caller]
fn not_panicked(ran: Ran) -> Ran {
    assert!(!ran.stderr.contains("panicked") && ran.code != Some(101) && ran.code.is_some(), "{}", ran.stderr);
    ran
}

/// The lines of standard error that are problems of a file.
fn problems_of<'a>(said: &'a str, file: &str) -> Vec<&'a str> {
    let lines = said.lines();
    lines.filter(|line| line.split_once(": ").is_some_and(|(_, line)| line.starts_with(file))).collect()
}

/// The objects of one kind in a scan's JSON Lines.
fn objects(scanned: &Ran, kind: &str) -> Vec<Value> {
    let lines = scanned.stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    lines.filter(|object| object["kind"] == kind).collect()
}
