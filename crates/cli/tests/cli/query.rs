use crate::program::{program, ran, run};
use std::io::Read;
use std::process::Stdio;

#[test]
fn without_evidence() {
    run(["query", "print a = 1, b = 'x'"]).exits(0).prints("a  b\n─  ─\n1  x\n");
    run(["query", "print a = 1, b = 'x'", "-f", "jsonl"]).exits(0).silent().prints("{\"a\":1,\"b\":\"x\"}\n");
    run(["query", "print a = 1, b = 'x'", "-f", "csv"]).exits(0).silent().prints("a,b\n1,\"x\"\n");
    let json = run(["query", "print t = datetime(2026-01-02), b = true", "-f", "json"]).exits(0).silent().stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["tables"][0]["columns"][0], serde_json::json!({"name": "t", "type": "datetime"}));
    assert_eq!(json["tables"][0]["rows"][0], serde_json::json!(["2026-01-02T00:00:00.0000000Z", true]));
}

#[test]
fn no_rows_are_a_success() {
    run(["query", "DeviceFileEvents | project FileName", "-f", "csv"]).exits(0).prints("FileName\n");
    run(["query", "DeviceFileEvents", "-f", "jsonl"]).exits(0).silent().prints("");
}

#[test]
fn a_broken_query_is_shown_on_standard_error() {
    let ran = run(["query", "print x = 1 | wher x == 1"]).exits(1).prints("");
    ran.says("error[unknown-operator]").says("query:1:15").says("did you mean `where`?");
    run(["query", "print x = NoSuchColumn"]).exits(1).prints("").says("error[");
    run(["query", ""]).exits(1).prints("").says("error[");
}

#[test]
fn warnings_come_with_the_rows() {
    let query = "DeviceFileEvents | project AccountName";
    run(["query", query, "-f", "csv"]).exits(0).prints("AccountName\n").says("warning[");
    run(["query", query, "-f", "csv", "--strict"]).exits(1).prints("").says("error[");
}

/// The query of a built-in rule, as the rule's file has it.
fn built_in(rule: &str) -> String {
    let path = format!("{}/../../rules/persistence/{rule}.yaml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the rule's file");
    let query = text.lines().skip_while(|line| *line != "query: |").skip(1);
    query.take_while(|line| line.starts_with(' ') || line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_public_hunting_query_runs_with_a_warning_for_each_alias() {
    let query = built_in("iis-component-hunting-query");
    let ran = run(["query", &query, "-f", "jsonl"]).exits(0).prints("");
    assert_eq!(ran.stderr.matches("warning[").count(), 3, "{}", ran.stderr);
    let ran = run(["query", &query, "--strict"]).exits(1).prints("");
    assert_eq!(ran.stderr.matches("error[").count(), 3, "{}", ran.stderr);
    let places: std::collections::BTreeSet<&str> =
        ran.stderr.lines().filter_map(|line| line.trim().strip_prefix("--> query:")).collect();
    assert_eq!(places.len(), 3, "each at its own place:\n{}", ran.stderr);
}

#[test]
fn a_query_from_a_file_is_named_so() {
    let folder = crate::program::folder([("q.kql", "print x = 1"), ("bad.kql", "print x = 1 |\nwher y")]);
    let file = |name: &str| folder.path().join(name).display().to_string();
    run(["query", "-F", &file("q.kql"), "-f", "jsonl"]).exits(0).prints("{\"x\":1}\n");
    run(["query", "-F", &file("bad.kql")]).exits(1).prints("").says(&format!("{}:2:1", file("bad.kql")));
    run(["query", "-F", &file("none.kql")]).exits(1).prints("").says("none.kql");
}

#[test]
fn now_can_be_set() {
    run(["query", "print now()", "--now", "2026-01-02T03:04:05Z", "-f", "csv"])
        .exits(0)
        .prints("print_0\n2026-01-02T03:04:05.0000000Z\n");
}

#[test]
fn text_of_results_does_not_reach_the_terminal_raw() {
    let query = r#"print x = "a\u001b[31mb""#;
    for format in ["console", "csv", "json", "jsonl"] {
        let ran = run(["query", query, "-f", format]).exits(0);
        assert!(!ran.stdout.contains('\u{1b}'), "{format}: {}", ran.stdout);
    }
}

#[test]
fn text_of_queries_does_not_reach_the_terminal_raw() {
    let ran = run(["query", "print 'a\u{9b}31m\u{1b}[31m\u{202e}' | wher x"]).exits(1).says("query:1:");
    assert!(!ran.stderr.contains(['\u{9b}', '\u{1b}', '\u{202e}']), "{}", ran.stderr);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = program()
        .args(["query", "range x from 1 to 300000 step 1", "-f", "jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdout = child.stdout.take().expect("a pipe");
    let mut first = [0; 8];
    stdout.read_exact(&mut first).expect("a first row");
    drop(stdout);
    let mut said = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("UTF-8");
    assert_eq!(child.wait().expect("an end").code(), Some(0), "{said}");
    assert_eq!(said, "");
}

#[test]
fn standard_input_can_hold_the_query() {
    let mut child = program();
    let folder = crate::program::folder([("q.kql", "print x = 2")]);
    let file = std::fs::File::open(folder.path().join("q.kql")).expect("a file");
    child.args(["query", "-F", "-", "-f", "jsonl"]).stdin(file);
    ran(&mut child).exits(0).prints("{\"x\":2}\n");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_a_long_query_with_130() {
    let query =
        "range x from 1 to 10000000 step 1 | extend y = strcat(tostring(x), 'a') | summarize count() by y | sort by y";
    let mut child =
        program().args(["query", query]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    let start = std::time::Instant::now();
    let kill = std::process::Command::new("sh").arg("-c").arg(format!("kill -INT {}", child.id())).status();
    assert!(kill.expect("a shell").success());
    assert_eq!(child.wait().expect("an end").code(), Some(130));
    assert!(start.elapsed() < std::time::Duration::from_secs(10));
}
