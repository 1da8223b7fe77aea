use crate::program::{folder, run, text};

#[test]
fn nothing_recognised_is_3() {
    let empty = folder([]);
    run(["scan", text(empty.path())]).exits(3).prints("").says("none of this evidence");
    let notes = folder([("notes.txt", "nothing of interest")]);
    run(["scan", text(notes.path()), "-f", "jsonl"]).exits(3).prints("");
}

#[test]
fn a_missing_path_is_named() {
    run(["scan", "no/such/folder"]).exits(3).prints("").says("no/such/folder");
}

#[test]
fn rules_that_cannot_be_read_stop_the_scan() {
    let empty = folder([]);
    run(["scan", text(empty.path()), "--rules", "no/such/rules"]).exits(1).prints("").says("no/such/rules");
}

/// A server's configuration with nothing but a stock module.
const STOCK: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<configuration>
  <system.webServer>
    <globalModules>
      <add name="StaticFileModule" image="%windir%\System32\inetsrv\static.dll" />
    </globalModules>
    <modules>
      <add name="StaticFileModule" lockItem="true" />
    </modules>
  </system.webServer>
</configuration>
"#;

#[test]
fn a_stock_server_is_clean() {
    let folder = folder([("applicationHost.config", STOCK)]);
    let path = text(folder.path());
    run(["scan", path]).exits(0).silent().shows("No component is malicious or suspicious").shows("Summary:");
    let lines = run(["scan", path, "-f", "jsonl"]).exits(0).silent().stdout;
    let kinds: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["kind"].to_string())
        .collect();
    assert_eq!(kinds.first().map(String::as_str), Some("\"run\""));
    assert_eq!(kinds.last().map(String::as_str), Some("\"summary\""));
    assert!(kinds.iter().any(|kind| kind == "\"component\""), "{lines}");
}

#[test]
fn results_go_to_files_too() {
    let folder = folder([("in/applicationHost.config", STOCK)]);
    let (csv, jsonl) = (folder.path().join("out.csv"), folder.path().join("out.jsonl"));
    let (csv_target, jsonl_target) = (format!("csv={}", csv.display()), format!("jsonl={}", jsonl.display()));
    let input = folder.path().join("in");
    run(["scan", text(&input), "-f", &csv_target, "-f", &jsonl_target]).exits(0).silent().prints("");
    assert!(std::fs::read_to_string(csv).expect("a file").starts_with("time,severity,host"));
    assert!(std::fs::read_to_string(jsonl).expect("a file").starts_with("{\"kind\":\"run\""));
    let target = format!("csv={}", folder.path().join("no/folder/out.csv").display());
    run(["scan", text(&input), "-f", &target]).exits(1).says("cannot write");
}

#[test]
fn colours_only_where_wanted() {
    let folder = folder([("applicationHost.config", STOCK)]);
    let path = text(folder.path());
    assert!(!run(["scan", path]).exits(0).stdout.contains('\u{1b}'));
    run(["scan", path, "--color", "always"]).exits(0).shows("\u{1b}[");
    assert!(!run(["scan", path, "--color", "never"]).exits(0).stdout.contains('\u{1b}'));
}
