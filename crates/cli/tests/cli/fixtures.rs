//! The shipped evidence, scanned as a newcomer would.

use crate::program::{Ran, program, ran};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs in the repository's folder, so that paths in the output are those of the README.
fn here<const N: usize>(arguments: [&str; N]) -> Ran {
    ran(program().current_dir(repository()).args(arguments))
}

/// The compromised server's scan, which most tests look at: run once.
fn compromised() -> &'static str {
    static SCAN: OnceLock<String> = OnceLock::new();
    SCAN.get_or_init(|| here(["scan", "fixtures/compromised-server", "-f", "jsonl"]).exits(14).stdout)
}

fn objects(jsonl: &str) -> Vec<Value> {
    jsonl.lines().map(|line| serde_json::from_str(line).expect("one object a line")).collect()
}

fn components(jsonl: &str) -> Vec<Value> {
    objects(jsonl).into_iter().filter(|o| o["kind"] == "component").collect()
}

fn is_bad(component: &Value) -> bool {
    component["verdict"] == "malicious" || component["verdict"] == "suspicious"
}

/// Class, name, and whether it must come out as malicious or suspicious, from the page that tells the story.
fn planted() -> BTreeMap<(String, String), bool> {
    let page = std::fs::read_to_string(repository().join("fixtures/compromised-server.md")).expect("the story");
    let rows = page.lines().filter(|line| line.starts_with("| `")).map(|line| {
        let cells: Vec<String> = line.split('|').map(|c| c.trim().trim_matches('`').to_owned()).collect();
        ((cells[1].clone(), cells[2].clone()), cells[4] == "suspicious or malicious")
    });
    rows.filter(|((class, _), _)| detect::model::Class::parse(class).is_some()).collect()
}

#[test]
fn the_compromised_server_shows_exactly_what_was_planted() {
    let scanned = compromised();
    let planted = planted();
    assert!(planted.values().filter(|bad| **bad).count() >= 3 && planted.values().any(|bad| !bad));
    let name = |c: &Value| (c["class"].as_str().unwrap_or("").to_owned(), c["name"].as_str().unwrap_or("").to_owned());
    let bad: BTreeSet<_> = components(scanned).iter().filter(|c| is_bad(c)).map(name).collect();
    let expected: BTreeSet<_> = planted.iter().filter(|(_, bad)| **bad).map(|(name, _)| name.clone()).collect();
    assert_eq!(bad, expected);
    let unknown: BTreeSet<_> = components(scanned).iter().filter(|c| c["verdict"] == "unknown").map(name).collect();
    for (name, _) in planted.iter().filter(|(_, bad)| !**bad) {
        assert!(unknown.contains(name), "{name:?} is not unknown");
    }
}

#[test]
fn every_reason_and_finding_cites_records_that_are_listed() {
    let scanned = compromised();
    let objects = objects(scanned);
    let listed: BTreeSet<&str> =
        objects.iter().filter(|o| o["kind"] == "evidence").filter_map(|o| o["id"].as_str()).collect();
    let mut cited = BTreeSet::new();
    for object in &objects {
        let parts = ["reasons", "timeline"].iter().flat_map(|part| object[*part].as_array().into_iter().flatten());
        for place in parts.chain([object]) {
            cited.extend(place["evidence"].as_array().into_iter().flatten().filter_map(Value::as_str));
        }
        if object["kind"] == "finding" {
            assert!(!object["evidence"].as_array().expect("a list").is_empty(), "{object}");
        }
        if object["kind"] == "component" && is_bad(object) {
            assert!(object["registered_by"]["command_line"].as_str().is_some_and(|c| !c.is_empty()), "{object}");
        }
    }
    assert_eq!(cited, listed);
    for path in objects.iter().filter(|o| o["kind"] == "evidence").filter_map(|o| o["path"].as_str()) {
        assert!(repository().join("fixtures/compromised-server").join(path).is_file(), "{path}");
    }
}

#[test]
fn the_objects_come_in_order_with_their_keys_in_order() {
    let scanned = compromised();
    let objects = objects(scanned);
    let mut kinds: Vec<&str> = objects.iter().filter_map(|o| o["kind"].as_str()).collect();
    kinds.dedup();
    assert_eq!(
        kinds,
        ["run", "component", "finding", "incident", "coverage", "posture", "evidence", "problem", "summary"]
    );
    let keys = |kind: &str| -> Vec<String> {
        let line = scanned.lines().find(|l| l.starts_with(&format!("{{\"kind\":\"{kind}\""))).expect("there");
        let object: serde_json::Map<String, Value> = serde_json::from_str(line).expect("an object");
        object.keys().cloned().collect()
    };
    assert_eq!(keys("run"), ["kind", "schema_version", "tool", "version", "rules", "evidence"]);
    let component = keys("component");
    let first = ["kind", "id", "host", "class", "name", "image", "type", "scope", "verdict", "score", "reasons"];
    assert_eq!(component[..first.len()], first);
    let finding = keys("finding");
    let first = ["kind", "rule", "rule_guid", "name", "severity", "tactics", "techniques", "host"];
    assert_eq!(finding[..first.len()], first);
    assert_eq!(keys("evidence")[..3], ["kind", "id", "path"]);
}

#[test]
fn the_same_evidence_gives_the_same_bytes_whatever_the_threads() {
    let other = here(["scan", "fixtures/compromised-server", "-f", "jsonl", "--threads", "7"]).exits(14);
    assert!(other.stdout == compromised());
}

#[test]
fn rows_past_the_memory_limit_change_nothing() {
    let small = here(["scan", "fixtures/compromised-server", "-f", "jsonl", "--memory", "8MiB"]).exits(14);
    assert!(small.stdout == compromised());
}

#[test]
fn the_clean_server_has_nothing_above_informational() {
    let scanned = here(["scan", "fixtures/clean-server", "-f", "jsonl"]).exits(11);
    assert!(!components(&scanned.stdout).iter().any(is_bad));
    here(["scan", "fixtures/clean-server", "--min-severity", "low"]).exits(0);
}

#[test]
fn no_real_configuration_has_a_bad_component() {
    let folder = repository().join("fixtures/real/iis-configs");
    let mut seen = 0;
    for project in std::fs::read_dir(folder).expect("configurations").flatten().filter(|e| e.path().is_dir()) {
        let path = project.path();
        let scanned = ran(program().args(["scan", "-f", "jsonl"]).arg(&path));
        let components = components(&scanned.stdout);
        assert!(!components.is_empty(), "{}: {}", path.display(), scanned.stderr);
        let bad: Vec<_> = components.iter().filter(|c| is_bad(c)).collect();
        assert!(bad.is_empty(), "{}: {bad:#?}", path.display());
        seen += 1;
    }
    assert!(seen >= 3);
}

#[test]
fn every_real_log_is_read() {
    let folder = repository().join("fixtures/real/evtx");
    let scanned = ran(program().args(["scan", "-f", "jsonl", "--exit-zero"]).arg(&folder)).exits(0);
    let summary = objects(&scanned.stdout).pop().expect("a summary");
    assert!(summary["records"].as_u64().is_some_and(|n| n > 1000), "{summary}");
}

#[test]
fn the_hunting_query_runs_as_it_was_published() {
    let shown = here(["rules", "show", "iis-component-hunting-query"]).exits(0);
    assert!(shown.stdout.contains("IISUnexpectedLoad"));
    let rule = detect::rules::builtin();
    let rule = rule.rules.iter().find(|r| r.name_id == "iis-component-hunting-query").expect("shipped");
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), &rule.query).expect("writes");
    let path = file.path().to_str().expect("UTF-8");
    let answer = here(["query", "-F", path, "fixtures/compromised-server", "-f", "jsonl"]).exits(0);
    let rows = objects(&answer.stdout);
    let kinds: BTreeSet<&str> = rows.iter().filter_map(|r| r["DetectionType"].as_str()).collect();
    assert_eq!(kinds, ["IIS_Component_Registration", "IIS_DLL_Write", "IIS_Non_Standard_DLL_Load"].into());
    let times: Vec<&str> = rows.iter().filter_map(|r| r["Timestamp"].as_str()).collect();
    assert!(times.is_sorted_by(|a, b| a >= b), "{times:?}");
    assert_eq!(answer.stderr.matches("warning[alias-column]").count(), 3, "{}", answer.stderr);

    let strict =
        here(["query", "--strict", "-F", path, "fixtures/compromised-server", "-f", "jsonl"]).exits(1).prints("");
    assert_eq!(strict.stderr.matches("error[unknown-column]").count(), 3, "{}", strict.stderr);
}
