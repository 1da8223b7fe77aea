//! Tests of detection, replayed: each folder of `fixtures/atomics` gives the findings that `fixtures/atomics.md` lists.

use crate::program::{program, ran};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

/// The folders of the page, each with its lines of findings.
fn expected() -> BTreeMap<String, BTreeSet<String>> {
    let page = std::fs::read_to_string(fixtures().join("atomics.md")).expect("the page");
    let mut folders: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut folder, mut is_inside) = (String::new(), false);
    for line in page.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            folder = name.to_owned();
            folders.entry(folder.clone()).or_default();
        } else if line.starts_with("```") {
            is_inside = line == "```findings";
        } else if is_inside {
            folders.entry(folder.clone()).or_default().insert(line.to_owned());
        }
    }
    folders
}

fn found(folder: &str) -> BTreeSet<String> {
    let path = fixtures().join("atomics").join(folder);
    let shown = ran(program().args(["scan", "--exit-zero", "-f", "jsonl"]).arg(&path)).exits(0).stdout;
    let objects = shown.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    let findings = objects.filter(|o| o["kind"] == "finding" && o["severity"] != "informational");
    let line = |o: serde_json::Value| {
        let word = |key: &str| o[key].as_str().unwrap_or_default().to_owned();
        format!("{} {} {}", word("severity"), word("rule"), o["components"][0])
    };
    findings.map(line).collect()
}

#[test]
fn each_test_gives_its_findings_and_no_others() {
    let expected = expected();
    let folders: BTreeSet<String> = std::fs::read_dir(fixtures().join("atomics"))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(folders, expected.keys().cloned().collect(), "folders on disk and in the page");
    for (folder, findings) in expected {
        assert_eq!(found(&folder), findings, "{folder}");
    }
}
