//! Queries and rules with errors.

use super::{CSV, Case, calm, objects, shipped};
use crate::program::text;

fn rule(name: &str, query: &str) -> String {
    format!(
        "id: 5d0f8f52-0000-4000-8000-{:012x}\nname: {name}\ndescription: Made for a test.\nseverity: Medium\n\
queryFrequency: 1d\nqueryPeriod: 1d\ntriggerOperator: gt\ntriggerThreshold: 0\ntactics:\n  - Persistence\n\
relevantTechniques:\n  - T1505.004\nquery: |\n{query}\nversion: 1.0.0\nkind: Scheduled\n",
        name.len()
    )
}

const GOOD: &str = "  DeviceFileEvents\n  | where FileName == 'cachesvc.dll'";

#[test]
fn a_broken_query_is_drawn_with_its_place() {
    let shown = calm(["query", "DeviceFileEvents\n| where FileNam == 'x'"]).exits(1).prints("");
    shown.says("error[").says("query:2:9").says("| where FileNam == 'x'").says("^^^^^^^").says("FileName");
    // A string without an end, an unknown table, text after the end.
    for query in ["print 'x", "NoSuchTable", "print 1 )", "| where", "let x = ", "print \u{1}"] {
        calm(["query", query]).exits(1).prints("").says("error[").says("query:1:");
    }
    calm(["query", "(".repeat(100_000).as_str()]).exits(1).prints("").says("error[");
}

#[test]
fn a_broken_rule_is_named_with_its_line_and_the_others_run() {
    let case = Case::new().with("DeviceFileEvents.csv", shipped(CSV));
    let rules = Case::new()
        .with("good.yaml", rule("Good", GOOD))
        .with("sub/broken.yaml", rule("Broken!", "  DeviceFileEvents\n  | wher FileName == 'x'"))
        .with("no-yaml.yaml", "id: [\nname: \"open")
        .with("no-query.yaml", rule("None", "  x").replace("query: |\n  x\n", ""))
        .with("latin.yaml", b"name: \xE4\n");
    let path = text(rules.path());
    let scanned = calm(["scan", text(case.path()), "--rules", path, "-f", "jsonl"]);
    let findings = objects(&scanned, "finding");
    assert!(findings.iter().any(|finding| finding["rule"] == "good"), "{}", scanned.stdout);
    let problems = objects(&scanned, "problem");
    let place_of = |file: &str| {
        let of = |path: &str| path.replace('\\', "/").ends_with(file);
        let found = problems.iter().find(|problem| problem["path"].as_str().is_some_and(of));
        found.unwrap_or_else(|| panic!("{file} is not named: {problems:#?}"))["place"].as_str().unwrap_or("").to_owned()
    };
    // The query starts on line 14 of the file.
    assert_eq!(place_of("sub/broken.yaml"), "line 15, column 5");
    assert!(place_of("no-yaml.yaml").starts_with("line "));
    place_of("no-query.yaml");
    place_of("latin.yaml");
    assert_eq!(scanned.code, Some(14), "the built-in rules ran too");

    let checked = calm(["rules", "check", path]).exits(1);
    let broken = rules.place("sub/broken.yaml").display().to_string();
    checked.shows(&format!("{broken}:15:5")).shows("| wher FileName").shows("no-yaml.yaml").shows("no-query.yaml");
}
