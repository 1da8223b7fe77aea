//! Each file of the evidence is read once, whatever is asked for, and not at all when nothing can come of it.

mod common;

use common::read_all;
use evidence::{Evidence, Limits};
use sources::ReadOptions;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tables::registry;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(name)
}

/// Reads all tables that are named, and gives the files that were read; fails when one was read more than once.
fn read(evidence: &Evidence, tables: &[&str], hash: bool) -> BTreeSet<String> {
    let options = ReadOptions { hash, ..ReadOptions::default() };
    let outcome = read_all(evidence, tables, &options);
    let mut read = BTreeSet::new();
    for item in &evidence.items {
        let reads = evidence.reads(item);
        assert!(reads <= 1, "{} was read {reads} times", item.path);
        if reads == 1 {
            read.insert(item.path.clone());
        }
    }
    let registered: BTreeSet<String> = outcome.store.sources().iter().map(|source| source.path.clone()).collect();
    assert!(read.is_subset(&registered), "what is read is registered");
    read
}

fn open(path: &Path) -> Evidence {
    evidence::open(&[path], &Limits::default())
}

#[test]
fn the_whole_of_a_server() {
    let all: Vec<&str> = registry().iter().map(|table| table.name.as_str()).collect();
    for server in ["compromised-server", "clean-server"] {
        let evidence = open(&fixture(server));
        let files = read(&evidence, &all, false);
        for item in &evidence.items {
            let ends = |ending: &str| item.path.ends_with(ending);
            if ends(".evtx") || ends(".config") || ends(".csv") || ends(".json") || item.path.contains("/inetsrv/") {
                assert!(files.contains(&item.path), "{} was not read", item.path);
            }
        }
        assert_eq!(read(&open(&fixture(server)), &all, true), files, "hashes cost no second read");
    }
}

#[test]
fn only_what_is_asked_for() {
    let server = fixture("compromised-server");
    let files = read(&open(&server), &["DeviceFileEvents"], false);
    assert!(files.iter().any(|file| file.contains("Sysmon")) && files.contains("defender/DeviceFileEvents.csv"));
    assert!(!files.iter().any(|file| file.ends_with(".config") || file.ends_with(".dll")), "{files:?}");
    let files = read(&open(&server), &["IisComponents"], false);
    assert!(files.iter().any(|file| file.ends_with(".config")), "{files:?}");
    assert!(!files.iter().any(|file| file.ends_with(".evtx")), "the logs' first chunk names the computer: {files:?}");
}

#[test]
fn a_file_that_two_arguments_name_and_a_glob() {
    let server = fixture("clean-server");
    let logs = server.join("C/Windows/System32/winevt/logs");
    let evidence = evidence::open(&[server.clone(), logs.clone(), logs.join("Sys*.evtx")], &Limits::default());
    let files = read(&evidence, &["WindowsEvent", "DeviceFileEvents"], false);
    assert_eq!(files.iter().filter(|file| file.ends_with(".evtx")).count(), 6, "{files:?}");
}
