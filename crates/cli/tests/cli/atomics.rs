//! Tests of detection, replayed: each folder of `fixtures/atomics` gives the findings that `fixtures/atomics.md` lists.

use crate::program::{folder, program, ran, text};
use std::path::Path;

fn atomics() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/atomics")
}

#[test]
fn each_test_gives_its_findings_and_no_others() {
    let folders = std::fs::read_dir(atomics()).expect("the folder").count();
    let run = ran(program().args(["rules", "test", "-v", text(&atomics())])).exits(0);
    assert_eq!(run.stdout.lines().filter(|line| line.starts_with("pass")).count(), folders, "{}", run.stdout);
    run.says(&format!("0 rules and 1 pages of evidence: {folders} tests passed, 0 failed"));
}

const RULE: &str = "id: 0f3a6c1e-4e0f-4d55-9a64-6c8e4b1d7a20
name: Any module that appcmd installs
description: For a test.
severity: Low
queryFrequency: 1h
queryPeriod: 1h
triggerOperator: gt
triggerThreshold: 0
tactics: [Persistence]
relevantTechniques: [T1505.004]
query: |
  DeviceProcessEvents
  | where ProcessCommandLine has \"install module\"
  | project TimeGenerated, DeviceName, ProcessCommandLine
";

const ROWS: &str = "TimeGenerated,DeviceName,ActionType,FileName,ProcessCommandLine\n\
                    2026-01-02T03:04:05Z,WEB01,ProcessCreated,appcmd.exe,appcmd install module /name:X\n";

#[test]
fn own_rules_have_own_evidence() {
    let page = "# Ours\n\n## bad\n\n```findings\nlow own \"\"\n```\n\n## good\n\nNothing.\n";
    let work = folder([
        ("own.yaml", RULE),
        ("cases.md", page),
        ("cases/bad/DeviceProcessEvents.csv", ROWS),
        ("cases/good/DeviceProcessEvents.csv", &ROWS.replace("install", "list")),
    ]);
    let rule = work.path().join("own.yaml");
    let page = work.path().join("cases.md");
    let test = |page: &Path| ran(program().args(["rules", "test", text(&rule), text(page)]));
    test(&page).exits(0).says("1 rules and 1 pages of evidence: 2 tests passed, 0 failed");
    test(&work.path().join("cases")).exits(0).says("2 tests passed");

    std::fs::write(&page, "## bad\n\n## good\n\n```findings\nlow own \"\"\n```\n").expect("a page");
    let failed = test(&page).exits(1).says("0 tests passed, 2 failed");
    assert!(failed.stdout.contains("extra    low own \"\""), "{}", failed.stdout);
    assert!(failed.stdout.contains("missing  low own \"\""), "{}", failed.stdout);

    std::fs::write(&page, "## good\n\n## gone\n\n```findings\nlow own \"\"\n```\n").expect("a page");
    test(&page).exits(1).says("there is no folder `gone`").says("does not say what must be found in `bad`");
}
