//! The effective configuration and its past as rows.

mod common;

use common::{Row, Triage};
use std::time::{Duration, UNIX_EPOCH};

const HOST: &str = "C/Windows/System32/inetsrv/config/applicationHost.config";
/// 2026-01-02T00:00:00Z.
const DAY: u64 = 1_767_312_000;

fn config(modules: &str, web: &str) -> String {
    format!(
        "<configuration>\n<system.applicationHost><applicationPools><add name=\"P\"/></applicationPools>\
         <sites><site name=\"Shop\"><application path=\"/\" applicationPool=\"P\"><virtualDirectory path=\"/\" \
         physicalPath=\"C:\\shop\"/></application></site></sites></system.applicationHost>\n\
         <system.webServer><globalModules>\n{modules}</globalModules>{web}</system.webServer></configuration>"
    )
}

fn add(name: &str) -> String {
    format!("<add name=\"{name}\" image=\"C:\\m\\{name}.dll\"/>\n")
}

/// Sets when a file was written, in hours of that day.
fn touch(triage: &Triage, path: &str, hours: u64) {
    let file = std::fs::File::options().write(true).open(triage.path().join(path)).unwrap();
    file.set_modified(UNIX_EPOCH + Duration::from_secs(DAY + hours * 3_600)).unwrap();
}

fn history(number: u32) -> String {
    format!("C/inetpub/history/CFGHISTORY_{number:010}/applicationHost.config")
}

fn cell<'r>(rows: &'r [Row], column: &str) -> Vec<&'r str> {
    rows.iter().map(|row| row[column].as_str()).collect()
}

#[test]
fn who_loads_a_component() {
    let modules = "<modules><add name=\"Evil\" lockItem=\"true\"/></modules>";
    let web = "<configuration><system.webServer><modules><remove name=\"Evil\"/><add name=\"M\" type=\"M\"/></modules>\
               <handlers configSource=\"handlers.config\"/></system.webServer></configuration>";
    let handlers = "<handlers>\n<add name=\"H\" path=\"*.h\" verb=\"GET\" type=\"H\"/></handlers>";
    let triage = Triage::new()
        .with(HOST, config(&add("Evil"), modules))
        .with("C/shop/web.config", web)
        .with("C/shop/handlers.config", handlers);
    let evidence = triage.open();
    let outcome = common::read_all(&evidence, &["IisComponents"], &sources::ReadOptions::default());
    let rows = outcome.rows("IisComponents");
    assert_eq!(cell(&rows, "Name"), ["Evil", "M", "H"]);
    assert_eq!(cell(&rows, "Pools"), ["[\"P\"]", "[]", "[\"P\"]"]);
    assert_eq!(cell(&rows, "Sites"), ["[\"Shop\"]", "[]", "[\"Shop\"]"]);
    assert_eq!(cell(&rows, "Enabled"), ["true", "false", "true"]);
    assert_eq!(cell(&rows, "Notes"), ["[]", "[\"lock_item\"]", "[]"]);
    assert_eq!(cell(&rows, "LockItem"), ["true", "false", "false"]);
    assert_eq!(cell(&rows, "PipelinePosition"), ["0", "null", "0"]);
    assert_eq!(cell(&rows, "ConfigPath")[2], "C/shop/handlers.config");
    assert_eq!((cell(&rows, "Line")[2], cell(&rows, "Url")[2], cell(&rows, "Verbs")[2]), ("2", "*.h", "GET"));
    assert_eq!(outcome.problems().len(), 1, "{:?}", outcome.problems());
    assert!(outcome.problems()[0].starts_with("warning C/shop/web.config line 1"), "{:?}", outcome.problems());
    assert!(evidence.items.iter().all(|item| item.reads() == 1), "each file is read once");
}

#[test]
fn the_past_of_a_component() {
    let triage = Triage::new()
        .with(&history(4), config(&add("Old"), ""))
        .with(&history(5), config(&(add("Old") + &add("Evil")), ""))
        .with(&history(7), config(&(add("Old") + &add("Evil") + &add("Gone")), ""))
        .with(HOST, config(&(add("Old") + &add("Evil")), "<httpLogging dontLog=\"true\"/>"));
    for (path, hours) in [(history(4), 1), (history(5), 3), (history(7), 6), (HOST.to_owned(), 9)] {
        touch(&triage, &path, hours);
    }
    let outcome = triage.read(&["IisComponents", "IisConfigChanges"]);
    let rows = outcome.rows("IisComponents");
    assert_eq!(cell(&rows, "Name"), ["Old", "Evil"]);
    assert_eq!(cell(&rows, "FirstSeen"), ["2026-01-02T01:00:00Z", "2026-01-02T03:00:00Z"]);
    assert_eq!(cell(&rows, "LastSeen"), ["2026-01-02T09:00:00Z"; 2]);
    assert_eq!(cell(&rows, "RegisteredAfter"), ["null", "2026-01-02T01:00:00Z"]);
    assert_eq!(cell(&rows, "RegisteredBefore"), ["null", "2026-01-02T03:00:00Z"]);
    assert_eq!(cell(&rows, "ModifiedTime"), ["2026-01-02T09:00:00Z"; 2]);
    let changes = outcome.rows("IisConfigChanges");
    let shown: Vec<String> = changes
        .iter()
        .map(|c| {
            let hour = |column: &str| c[column].get(11..13).unwrap_or("-").to_owned();
            let (from, to) = (hour("WindowStart"), hour("TimeGenerated"));
            format!("{} {} {} {from}..{to}", c["ChangeSource"], c["Operation"], c["ElementName"])
        })
        .collect();
    let expect = [
        "history add Evil 01..03",
        "history add Gone 03..06",
        "current add  06..09",
        "current remove Gone 06..09",
        "history gap CFGHISTORY_0000000007 03..06",
    ];
    assert_eq!(shown, expect);
    let first = &changes[0];
    let check = |column: &str, expect: &str| assert_eq!(first[column], expect, "{column}");
    check("Section", "system.webServer/globalModules");
    check("Element", "add[@name=\"Evil\"]");
    check("Image", "C:\\m\\Evil.dll");
    check("Attributes", r#"{"image":"C:\\m\\Evil.dll","name":"Evil"}"#);
    check("ConfigPath", "MACHINE/WEBROOT/APPHOST");
    check("PhysicalPath", "C:\\Windows\\System32\\inetsrv\\config\\applicationHost.config");
    check("Computer", "triage");
    check("UserSid", "");
    check("ProcessId", "null");
    check("$records", "5");
}

#[test]
fn the_time_of_copying_is_no_time() {
    let files = ["a.txt", "b.txt", "c.txt"];
    let mut triage =
        Triage::new().with(&history(1), config(&add("Old"), "")).with(HOST, config(&(add("Old") + &add("Evil")), ""));
    for file in files {
        triage = triage.with(file, "x");
    }
    let outcome = triage.read(&["IisComponents", "IisConfigChanges"]);
    let rows = outcome.rows("IisComponents");
    assert_eq!(cell(&rows, "FirstSeen"), ["null"; 2]);
    assert_eq!(cell(&rows, "ModifiedTime"), ["null"; 2]);
    assert_eq!(outcome.column("IisConfigChanges", "TimeGenerated"), ["null"]);
    assert!(outcome.problems()[0].contains("the time of copying"), "{:?}", outcome.problems());
}
