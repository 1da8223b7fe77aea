use crate::program::{folder, run, text};

#[test]
fn built_in_rules_are_listed_and_shown() {
    let lines = run(["rules", "list", "-f", "jsonl"]).exits(0).silent().stdout;
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().expect("a rule")).expect("JSON");
    let rule = first["Rule"].as_str().expect("a name");
    run(["rules", "show", rule]).exits(0).silent().shows(rule).shows("severity");
    run(["rules", "show", "no-such-rule"]).exits(1).prints("").says("there is no rule `no-such-rule`");
}

const PAGE: &str = "# Page\n\n```kql\nDeviceFileEvents\n| wher FileName == 'x'\n```\n";

#[test]
fn check_finds_places() {
    let folder = folder([
        ("a/good.kql", "DeviceFileEvents | where FileName =~ 'x'"),
        ("a/page.md", PAGE),
        ("b/names.kql", "DeviceFileEvents\n| where NoSuchColumn == 'x'"),
    ]);
    let path = text(folder.path());
    let place = |file: &str| folder.path().join(file).display().to_string();
    let shown = run(["rules", "check", path]).exits(1).says("3 files, 3 queries: 2 errors, 0 warnings");
    shown.shows(&format!("{}:5:3", place("a/page.md"))).shows(&format!("{}:2:9", place("b/names.kql")));

    let lines = run(["rules", "check", path, "-f", "jsonl"]).exits(1).stdout;
    let objects: Vec<serde_json::Value> = lines.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    let keys: Vec<&str> = objects[0].as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(keys, ["severity", "code", "path", "line", "column", "text"]);
    assert_eq!((&objects[0]["line"], &objects[0]["column"]), (&5.into(), &3.into()), "{lines}");

    run(["rules", "check", path, "--syntax-only"]).exits(1).says("1 errors");
    run(["rules", "check", &place("a/good.kql")]).exits(0).prints("");
    run(["rules", "check", "no/such/path"]).exits(1).prints("").says("no/such/path");
}

const RULE: &str = "\
id: 3f0a7b62-8f5a-4a3e-9d0e-2d1c5a0b7e11
name: Broken
description: Names a column that is not there.
severity: High
queryFrequency: 1d
queryPeriod: 1d
triggerOperator: gt
triggerThreshold: 0
tactics:
  - Persistence
relevantTechniques:
  - T1505.004
query: |
  DeviceFileEvents
  | where NoSuchColumn == 'x'
version: 1.0.0
kind: Scheduled
";

#[test]
fn check_speaks_of_the_rule_file() {
    let folder = folder([("broken.yaml", RULE)]);
    let file = folder.path().join("broken.yaml");
    run(["rules", "check", text(&file)]).exits(1).shows(&format!("{}:15:11", file.display()));
    run(["rules", "check", text(&file), "--syntax-only"]).exits(0);
}

/// A test that fires on `y.dll` and one that stays quiet on `z.dll`.
const TESTS: &str = "\
# Fires

```rows DeviceFileEvents
TimeGenerated | DeviceName | FileName
2026-01-02T03:04:05Z | web01 | y.dll
```
```findings
high web01 2026-01-02T03:04:05Z \"\"
```
# Quiet

```rows DeviceFileEvents
TimeGenerated | DeviceName | FileName
2026-01-02T03:04:05Z | web01 | z.dll
```
";

#[test]
fn tests_run() {
    let rule = |name: &str| RULE.replace("NoSuchColumn == 'x'", &format!("FileName == '{name}'"));
    let good = folder([("rule.yaml", &rule("y.dll")), ("rule.md", TESTS)]);
    run(["rules", "test", text(good.path())]).exits(0).prints("").says("1 rules: 2 tests passed, 0 failed");
    run(["rules", "test", text(good.path()), "--verbose"]).exits(0).shows("pass  rule:1  Fires");
    let bad = folder([("rule.yaml", &rule("z.dll")), ("rule.md", TESTS)]);
    let ran = run(["rules", "test", text(bad.path())]).exits(1).says("0 tests passed, 2 failed");
    ran.shows("FAIL  rule:1  Fires").shows("missing").shows("extra");
}

#[test]
fn own_rules_run_beside_the_built_in_ones() {
    let rule = RULE.replace("NoSuchColumn == 'x'", "FileName == 'y.dll'");
    let rules = folder([("own-rule.yaml", &rule)]);
    run(["rules", "list", "--rules", text(rules.path())])
        .exits(0)
        .shows("own-rule")
        .shows("iis-component-hunting-query");
    let export = "Timestamp,DeviceName,ActionType,FileName,FolderPath,InitiatingProcessFileName\n\
2026-01-02T03:04:05Z,web01,FileCreated,y.dll,C:\\data\\y.dll,explorer.exe\n";
    let evidence = folder([("DeviceFileEvents.csv", export)]);
    let scan = |more: &[&str]| {
        let mut command = crate::program::program();
        command.args(["scan", text(evidence.path()), "--rules", text(rules.path()), "-f", "jsonl"]).args(more);
        crate::program::ran(&mut command)
    };
    scan(&[]).exits(14).silent().shows("\"rule\":\"own-rule\"").shows("\"evidence\":[\"E1\"]");
    scan(&["--exit-zero"]).exits(0);
    scan(&["--to", "2026-01-01"]).exits(0);
}

#[test]
fn rules_go_to_other_platforms_or_are_refused_by_name() {
    let folder = folder([]);
    let out = folder.path().join("out");
    let to = |platform: &str, rule: &str| {
        run(["rules", "export", "--to", platform, rule, "-o", text(&out)]).exits(0).says("1 rules exported, 0 refused")
    };
    to("sentinel", "web-page-written-by-worker");
    to("defender", "web-page-written-by-worker");
    to("sigma", "w3wp-loads-dll-from-writable-path");
    for file in [
        "web-page-written-by-worker.yaml",
        "web-page-written-by-worker.arm.json",
        "web-page-written-by-worker.json",
        "w3wp-loads-dll-from-writable-path.image_load.yml",
    ] {
        assert!(out.join(file).is_file(), "{file}");
    }
    run(["rules", "export", "--to", "sigma", "w3wp-loads-dll-from-writable-path"]).exits(0).shows("logsource:");
    run(["rules", "export", "--to", "sentinel", "iis-unknown-native-module"]).exits(1).says("IisComponents");
    run(["rules", "export", "--to", "splunk"]).exits(2);
    run(["rules", "export", "--to", "sigma", "no-such-rule"]).exits(1).says("no-such-rule");
}
