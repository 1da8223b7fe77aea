//! What `rules check` says of queries that run and hardly do what was meant.

use crate::program::{folder, run, text};

fn rule(period: &str, query: &str, more: &str) -> String {
    let query: String = query.lines().map(|line| format!("  {line}\n")).collect();
    format!(
        "id: 3f0a7b62-8f5a-4a3e-9d0e-2d1c5a0b7e11\nname: N\ndescription: D.\nseverity: High\nqueryFrequency: 1h\n\
         queryPeriod: {period}\ntriggerOperator: gt\ntriggerThreshold: 0\ntactics: [Persistence]\n\
         relevantTechniques: [T1505.004]\nquery: |\n{query}{more}version: 1.0.0\nkind: Scheduled\n"
    )
}

/// Checks one rule: the code, line, column and severity of everything that is said.
#[track_caller]
fn check(period: &str, query: &str, more: &str, expect: &[(&str, usize, usize, &str)]) {
    let folder = folder([("rule.yaml", &rule(period, query, more))]);
    let lines = run(["rules", "check", text(folder.path()), "-f", "jsonl"]).stdout;
    let found: Vec<serde_json::Value> = lines.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    let found: Vec<(&str, u64, u64, &str)> = found
        .iter()
        .map(|d| {
            let word = |key: &str| d[key].as_str().expect("text");
            let number = |key: &str| d[key].as_u64().expect("a number");
            (word("code"), number("line"), number("column"), word("severity"))
        })
        .collect();
    let expect: Vec<_> = expect.iter().map(|(c, l, k, s)| (*c, *l as u64, *k as u64, *s)).collect();
    assert_eq!(found, expect, "{query}\n{lines}");
}

#[test]
fn each_lint_finds_its_case_at_its_place() {
    let query = |query: &str, code: &str, line: usize, column: usize| {
        check("1d", query, "", &[(code, line, column, "warning")]);
    };
    query("DeviceProcessEvents\n| where FileName has '.ex'", "has-partial-term", 13, 24);
    query(
        "let p = dynamic(['cmd', '.dl']);\nDeviceFileEvents\n| where FolderPath has_any (p)",
        "has-partial-term",
        14,
        31,
    );
    query("DeviceFileEvents | where TimeGenerated > ago(7d)", "ago-beyond-period", 12, 44);
    query("let far = 7d;\nDeviceFileEvents | where TimeGenerated > ago(far)", "ago-beyond-period", 13, 44);
    query("DeviceFileEvents | join (DeviceEvents) on DeviceId", "join-without-kind", 12, 22);
    query("DeviceFileEvents | where FileName == 'Cmd.exe'", "case-sensitive-path", 12, 37);
    query("DeviceFileEvents | where FolderPath in ('C:\\\\x')", "case-sensitive-path", 12, 39);
    query("let unused = 1;\nDeviceFileEvents", "unused-let", 12, 7);
}

#[test]
fn what_is_meant_is_not_reported() {
    let fine = "let used = 1d;\nDeviceProcessEvents\n| where TimeGenerated > ago(used) and FileName has 'cmd' \
                and FolderPath has @'\\inetsrv\\' and FileName =~ 'x.dll' and SHA1 == 'ab'\n\
                | join kind=inner (DeviceEvents | project DeviceId) on DeviceId";
    check("1d", fine, "", &[]);
}

#[test]
fn columns_that_are_not_returned_are_errors_in_the_file() {
    let mappings = "entityMappings:\n  - entityType: Host\n    fieldMappings:\n      - identifier: FullName\n        \
                    columnName: DeviceName\n  - entityType: File\n    fieldMappings:\n      - identifier: Name\n        \
                    columnName: Filename\ncustomDetails:\n  Hash: SHA256\nalertDetailsOverride:\n  \
                    alertDisplayNameFormat: 'On {{DeviceName}}, {{Nope}}'\n";
    let query = "DeviceFileEvents | project TimeGenerated, DeviceName, FileName";
    let at = |line, column| ("column-not-returned", line, column, "error");
    check("1d", query, mappings, &[at(21, 21), at(23, 9), at(25, 49)]);
}

#[test]
fn columns_of_the_other_dialect_are_reported() {
    let query = "DeviceFileEvents | where TimeGenerated > ago(1h)";
    check("1d", query, "runsOn: [defender]\n", &[("dialect-column", 12, 28, "warning")]);
    check("1d", query, "runsOn: [sentinel]\n", &[]);
}

#[test]
fn sarif_is_one_document() {
    let folder =
        folder([("rule.yaml", &rule("1d", "let unused = 1;\nDeviceFileEvents", "")), ("b.kql", "Nope | take 1")]);
    let shown = run(["rules", "check", text(folder.path()), "-f", "sarif"]).exits(1);
    let document: serde_json::Value = serde_json::from_str(&shown.stdout).expect("JSON");
    assert_eq!(document["version"], "2.1.0");
    let results = document["runs"][0]["results"].as_array().expect("results");
    let codes: Vec<&str> = results.iter().filter_map(|r| r["ruleId"].as_str()).collect();
    assert_eq!(codes, ["unknown-table", "unused-let"]);
    let place = &results[1]["locations"][0]["physicalLocation"];
    assert_eq!((&place["region"]["startLine"], &place["region"]["startColumn"]), (&12.into(), &7.into()));
    assert!(place["artifactLocation"]["uri"].as_str().expect("a path").ends_with("rule.yaml"));
}
