//! Exports of Defender XDR and Log Analytics, whole and damaged.

mod common;

use common::Triage;

const FILES: &[&str] = &["DeviceFileEvents", "DeviceProcessEvents", "DeviceEvents"];

fn json_row(name: &str) -> String {
    format!(
        r#"{{"Timestamp":"2026-03-14T01:22:03.1234567Z","DeviceName":"web01.corp.example","ActionType":"FileCreated","FileName":"{name}","FolderPath":"C:\\inetpub\\{name}","ReportId":42,"AdditionalFields":"{{\"FileType\":\"PortableExecutable\"}}"}}"#
    )
}

#[test]
fn a_csv_export() {
    let text = "\u{feff}Timestamp,DeviceName,ActionType,FileName,FolderPath,ReportId,IsAzureInfoProtectionApplied,AdditionalFields\r\n\
        2026-03-14T01:22:03.1234567Z,web01.corp.example,FileCreated,x.dll,C:\\inetpub\\x.dll,42,True,\"{\"\"a\"\": [1, 2]}\"\r\n\
        \"Mar 14, 2026 1:22:04 AM\",web01.corp.example,FileModified,\"a,\nb.txt\",\"C:\\a,\nb.txt\",43,False,\r\n\
        2026-03-14 01:22:05,web01.corp.example,FileDeleted,y.dll,C:\\y.dll,,,not json\r\n";
    let outcome = Triage::new().with("export.csv", text).read(FILES);
    assert_eq!(outcome.problems(), Vec::<String>::new());
    let rows = outcome.rows("DeviceFileEvents");
    let column = |name: &str| rows.iter().map(|row| row[name].as_str()).collect::<Vec<_>>();
    assert_eq!(
        column("TimeGenerated"),
        ["2026-03-14T01:22:03.1234567Z", "2026-03-14T01:22:04Z", "2026-03-14T01:22:05Z"]
    );
    assert_eq!(column("FileName"), ["x.dll", "a,\nb.txt", "y.dll"]);
    assert_eq!(column("ReportId"), ["42", "43", "null"]);
    assert_eq!(column("IsAzureInfoProtectionApplied"), ["true", "false", "null"]);
    assert_eq!(column("AdditionalFields"), [r#"{"a":[1,2]}"#, "null", r#""not json""#]);
    assert_eq!(column("$records"), ["2", "3", "6"]);
    assert_eq!(outcome.store.sources()[0].format, "defender-csv");
    assert_eq!(outcome.summary.records, 3);
    assert_eq!(outcome.summary.hosts[0].name, "web01.corp.example");
    let (oldest, newest) = outcome.summary.times["DeviceFileEvents"];
    assert_eq!(newest - oldest, 18_765_433);
}

#[test]
fn a_csv_with_ragged_rows_an_open_quote_and_an_unknown_column() {
    let text = "Timestamp,DeviceName,ActionType,FileName,Mystery\n\
        2026-03-14T01:22:03Z,web01,FileCreated,a,1\n\
        2026-03-14T01:22:04Z,web01,FileCreated\n\
        2026-03-14T01:22:05Z,web01,FileCreated,\"open,1\n\
        2026-03-14T01:22:06Z,web01,FileCreated,d,1\n\
        never,web01,FileCreated,e,1\n";
    let outcome = Triage::new().with("DeviceFileEvents.csv", text).read(FILES);
    assert_eq!(outcome.column("DeviceFileEvents", "FileName"), ["a", "", "d", "e"]);
    assert_eq!(
        outcome.problems(),
        [
            "warning DeviceFileEvents.csv line 3: 3 fields where the header has 5",
            "warning DeviceFileEvents.csv line 4: 4 fields where the header has 5",
            "warning DeviceFileEvents.csv line 6: this row has no time that can be read (Timestamp or TimeGenerated)",
            "warning DeviceFileEvents.csv line 2: DeviceFileEvents has no column Mystery; it is left out",
        ]
    );
}

#[test]
fn a_file_name_names_the_table_and_a_column_may_overrule_it() {
    let text = "TimeGenerated [UTC],DeviceName,FileName,Type\n\
        \"1/2/2026, 3:04:05.123 AM\",web01,a,DeviceProcessEvents\n\
        \"1/2/2026, 3:04:05.123 AM\",web01,b,\n";
    let outcome = Triage::new().with("DeviceFileEvents-2026.csv", text).read(FILES);
    assert_eq!(outcome.column("DeviceProcessEvents", "FileName"), ["a"]);
    assert_eq!(outcome.column("DeviceFileEvents", "FileName"), ["b"]);
    assert_eq!(outcome.column("DeviceFileEvents", "TimeGenerated"), ["2026-01-02T03:04:05.123Z"]);
}

#[test]
fn json_in_its_shapes() {
    let (a, b) = (json_row("a.dll"), json_row("b.dll"));
    let check = |name: &str, text: String, lines: [&str; 2]| {
        let outcome = Triage::new().with(name, &text).read(FILES);
        assert_eq!(outcome.problems(), Vec::<String>::new(), "{text}");
        assert_eq!(outcome.column("DeviceFileEvents", "FileName"), ["a.dll", "b.dll"], "{text}");
        assert_eq!(outcome.column("DeviceFileEvents", "$records"), lines, "{text}");
        assert_eq!(outcome.column("DeviceFileEvents", "AdditionalFields")[0], r#"{"FileType":"PortableExecutable"}"#);
        assert_eq!(outcome.store.sources()[0].format, "defender-json");
    };
    check("rows.json", format!("[{a},\n{b}]"), ["1", "2"]);
    check("rows.jsonl", format!("{a}\r\n{b}\r\n"), ["1", "2"]);
    check(
        "answer.json",
        format!(
            "{{\"Stats\":{{}},\n\"Schema\":[{{\"Name\":\"FileName\",\"Type\":\"String\"}}],\n\"Results\":[\n{a},\n{b}]}}"
        ),
        ["4", "5"],
    );
    check("graph.json", format!("{{\"results\":[{a},{b}]}}"), ["1", "1"]);
}

#[test]
fn json_in_utf16() {
    let text: Vec<u8> = format!("\u{feff}[{}]", json_row("a.dll")).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let outcome = Triage::new().with("rows.json", text).read(FILES);
    assert_eq!(outcome.column("DeviceFileEvents", "FileName"), ["a.dll"]);
}

#[test]
fn json_with_a_broken_line() {
    let (a, b) = (json_row("a.dll"), json_row("b.dll"));
    let broken = a.get(..60).unwrap();
    let check = |text: String, line: u64| {
        let outcome = Triage::new().with("rows.json", &text).read(FILES);
        assert_eq!(outcome.column("DeviceFileEvents", "FileName"), ["a.dll", "b.dll"], "{text}");
        let problems = outcome.problems();
        assert_eq!(problems.len(), 1, "{text}: {problems:?}");
        assert!(problems[0].starts_with(&format!("warning rows.json line {line}: not JSON")), "{problems:?}");
    };
    check(format!("{a}\n{broken}\n{b}"), 2);
    check(format!("[{a},\n{broken},\n{b}]"), 2);
    check(format!("{a}\n{b}\n{broken}"), 3);
}

fn envelope(table: &str, properties: &str) -> String {
    format!(
        r#"{{"time":"2026-03-14T01:22:09.0000000Z","tenantId":"t","operationName":"Publish","category":"AdvancedHunting-{table}","properties":{properties}}}"#
    )
}

#[test]
fn streamed_envelopes() {
    let a = envelope("DeviceFileEvents", &json_row("a.dll"));
    let b = envelope(
        "DeviceFileEvents",
        r#"{"DeviceName":"web01.corp.example","FileName":"b.dll","InitiatingProcessAccountSid":null}"#,
    );
    let other = envelope("IdentityLogonEvents", r#"{"Timestamp":"2026-03-14T01:22:03Z"}"#);
    let check = |text: String| {
        let outcome = Triage::new().with("PT1H.json", &text).read(FILES);
        assert_eq!(outcome.store.sources()[0].format, "defender-stream", "{text}");
        assert_eq!(outcome.column("DeviceFileEvents", "FileName"), ["a.dll", "b.dll"], "{text}");
        let times = ["2026-03-14T01:22:03.1234567Z", "2026-03-14T01:22:09Z"];
        assert_eq!(outcome.column("DeviceFileEvents", "TimeGenerated"), times, "{text}");
        assert_eq!(outcome.summary.records, 3);
        assert_eq!(outcome.problems(), ["info PT1H.json : 1 rows of IdentityLogonEvents, a table that is not read"]);
    };
    check(format!("{a}\r\n{b}\r\n{other}\r\n"));
    check(format!("{{\"records\":[{a},{b},{other}]}}"));
    check(format!("{{\"records\": [\n{a},\n{b}]}}\n{{\"records\":[{other}]}}"));
}

#[test]
fn a_broken_record_in_an_envelope() {
    let a = envelope("DeviceFileEvents", &json_row("a.dll"));
    let broken = a.get(..a.len() - 30).unwrap();
    let outcome = Triage::new().with("x.json", format!("{a}\n{broken}\n{a}\n")).read(FILES);
    assert_eq!(outcome.column("DeviceFileEvents", "$records"), ["1", "3"]);
    assert!(outcome.problems()[0].starts_with("warning x.json line 2: not JSON"), "{:?}", outcome.problems());
}

#[test]
fn a_log_analytics_answer() {
    let text = r#"{"tables":[{"name":"PrimaryResult","columns":[{"name":"TimeGenerated","type":"datetime"},
        {"name":"DeviceName","type":"string"},{"name":"ActionType","type":"string"},{"name":"FileName","type":"string"}],
        "rows":[["2026-03-14T01:22:03.5Z","web01","FileCreated","a.dll"],["2026-03-14T01:22:04Z","web01",null,"b.dll"]]}]}"#;
    let outcome = Triage::new().with("answer.json", text).read(FILES);
    assert_eq!(outcome.store.sources()[0].format, "log-analytics-json");
    assert_eq!(outcome.column("DeviceFileEvents", "FileName"), ["a.dll", "b.dll"]);
    assert_eq!(outcome.column("DeviceFileEvents", "ActionType"), ["FileCreated", ""]);
    let broken = Triage::new().with("answer.json", text.get(..300).unwrap()).read(FILES);
    assert!(broken.problems()[0].starts_with("error answer.json line "), "{:?}", broken.problems());
}

#[test]
fn other_files_are_not_taken_for_exports() {
    let check = |name: &str, text: &str| {
        assert_eq!(sources::recognise(text.as_bytes(), name), None, "{text}");
    };
    check("DeviceFileEvents.csv", "a,b,c\n1,2,3\n");
    check("DeviceFileEvents.json", "{\"a\":1}");
    check("package.json", r#"{"name":"x","version":"1","dependencies":{}}"#);
    check("x.json", "[]");
    check("x.txt", "hello");
    check("x.csv", "");
}

#[test]
fn winlogbeat_in_its_shapes() {
    let event = |file: &str| {
        format!(
            r#"{{"@timestamp":"2026-03-14T01:22:03.123Z","winlog":{{"event_id":11,"provider_name":"Microsoft-Windows-Sysmon","channel":"Microsoft-Windows-Sysmon/Operational","computer_name":"WEB01","event_data":{{"TargetFilename":"C:\\{file}"}}}}}}"#
        )
    };
    let flat = r#"{"@timestamp":"2026-03-14T01:22:03.123Z","winlog.event_id":11,"winlog.provider_name":"Microsoft-Windows-Sysmon","winlog.channel":"Microsoft-Windows-Sysmon/Operational","winlog.event_data.TargetFilename":"C:\\a"}"#;
    let (a, b) = (event("a"), event("b"));
    let check = |text: String, files: &[&str], problems: usize| {
        let outcome = Triage::new().with("beat.json", &text).read(FILES);
        assert_eq!(outcome.store.sources()[0].format, "winlogbeat", "{text}");
        assert_eq!(outcome.column("DeviceFileEvents", "FileName"), files, "{text}");
        assert_eq!(outcome.problems().len(), problems, "{text}: {:?}", outcome.problems());
    };
    check(format!("{a}\n{b}\n"), &["a", "b"], 0);
    check(format!("[{a},{b}]"), &["a", "b"], 0);
    check(
        format!("{{\"took\":1,\"hits\":{{\"total\":2,\"hits\":[{{\"_source\":{a}}},\n{{\"_source\":{b}}}]}}}}"),
        &["a", "b"],
        0,
    );
    check(flat.to_owned(), &["a"], 0);
    check(format!("{a}\n{}\n{b}\n", &a[..100]), &["a", "b"], 1);
}
