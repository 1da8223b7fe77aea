//! The same records, fields and values as the `evtx` crate gives, which shares no code with this one.

mod reference;

use evtx_arrow::{Event, EventReader, LogReader, Wanted};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Where the two differ, and why this crate is right.
static DIFFERENCES: &[(&str, &str)] = &[];

fn logs(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            logs(&path, found);
        } else if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("evtx")) {
            found.push(path);
        }
    }
    found.sort();
}

/// Every record as text, in order.
fn texts(read: impl FnOnce(&mut dyn FnMut(&Event<'_>))) -> Vec<String> {
    let mut all = Vec::new();
    read(&mut |event| all.push(format!("{event:#?}")));
    all
}

/// The number of records, and what differs.
fn compare(path: &Path) -> (usize, Vec<String>) {
    let bytes = fs::read(path).unwrap();
    let ours = texts(|each| drop(LogReader.read(&bytes, &Wanted::all(), each)));
    let theirs = texts(|each| reference::read(&bytes, each));
    let mut differences = Vec::new();
    if ours.len() != theirs.len() {
        differences.push(format!("{} records, the evtx crate {}", ours.len(), theirs.len()));
    }
    for (ours, theirs) in ours.iter().zip(&theirs).filter(|(ours, theirs)| ours != theirs) {
        let id = ours.lines().nth(1).unwrap_or_default().trim();
        let line = ours.lines().zip(theirs.lines()).find(|(ours, theirs)| ours != theirs);
        differences.push(format!("{id} {line:?}"));
    }
    (ours.len(), differences)
}

#[test]
fn same_as_the_evtx_crate() {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures"));
    let mut found = Vec::new();
    logs(&root, &mut found);
    // More logs to compare, by hand.
    if let Some(folder) = env::var_os("EVTX_LOGS") {
        logs(Path::new(&folder), &mut found);
    }
    assert!(found.len() > 15, "{found:?}");
    let mut records = 0;
    let mut failures = Vec::new();
    for path in &found {
        let (count, differences) = compare(path);
        records += count;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let known = |text: &str| DIFFERENCES.iter().any(|(file, line)| *file == name && text.starts_with(line));
        failures.extend(differences.into_iter().filter(|text| !known(text)).map(|text| format!("{name}: {text}")));
    }
    assert!(failures.is_empty(), "{} differences, first: {:#?}", failures.len(), &failures[..failures.len().min(40)]);
    assert!(records > 1500, "{records}");
}
