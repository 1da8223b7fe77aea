//! A small compromised server, made by hand, in every format that shows a scan.

use detect::model::{
    Class, Component, Entity, EvidenceFile, EvidenceId, EvidenceRef, Finding, Reason, Registration, Run, ScanResult,
    Severity, Summary, Time, Verdict,
};
use diagnostics::Problem;
use report::Style;
use serde_json::json;
use std::collections::BTreeMap;

fn time(text: &str) -> Option<Time> {
    kql_functions::time::parse_datetime(text).map(Time)
}

fn ids(numbers: &[usize]) -> Vec<EvidenceId> {
    numbers.iter().copied().map(EvidenceId).collect()
}

fn reason(points: i32, text: &str, evidence: &[usize]) -> Reason {
    Reason { points, text: text.into(), evidence: ids(evidence) }
}

fn component(id: &str, name: &str, verdict: Verdict, image: &str) -> Component {
    Component {
        id: id.into(),
        host: "WEB01".into(),
        class: Class::NativeModule,
        name: name.into(),
        image: image.into(),
        type_name: String::new(),
        scope: vec!["MACHINE/WEBROOT/APPHOST".into()],
        verdict,
        score: 0,
        reasons: Vec::new(),
        signature: String::new(),
        sha256: String::new(),
        first_seen: None,
        registered_by: None,
        settle: Vec::new(),
        related: Vec::new(),
    }
}

fn finding(at: &str, command: &str, evidence: &[usize]) -> Finding {
    let row = json!({"TimeGenerated": at, "DeviceName": "WEB01", "ProcessCommandLine": command});
    Finding {
        rule: "iis-native-module-by-appcmd".into(),
        rule_guid: "6d0e3b9c-0000-4000-8000-000000000001".into(),
        name: "IIS native module installed by appcmd".into(),
        severity: Severity::High,
        tactics: vec!["Persistence".into()],
        techniques: vec!["T1505.004".into()],
        host: "WEB01".into(),
        time: time(at),
        entities: vec![Entity {
            kind: "process".into(),
            fields: BTreeMap::from([("command_line".into(), command.into())]),
        }],
        component_ids: vec!["C1".into()],
        components: vec!["HttpResetModule".into()],
        row: row.as_object().cloned().unwrap_or_default(),
        evidence: ids(evidence),
        evidence_count: None,
    }
}

fn server() -> ScanResult {
    let image = "C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\HttpResetModule.dll";
    let command = "appcmd.exe install module /name:HttpResetModule /image:\u{1b}[31mx.dll";
    let accused = Component {
        score: 92,
        signature: "unsigned".into(),
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        first_seen: time("2026-01-02T03:04:05.1234567Z"),
        registered_by: Some(Registration {
            time: time("2026-01-02T03:04:06Z"),
            user: "IIS APPPOOL\\shop".into(),
            process: "appcmd.exe".into(),
            command_line: command.into(),
        }),
        reasons: vec![
            reason(40, "its image was written by w3wp.exe", &[1, 2]),
            reason(30, "the name differs from HttpRedirectionModule in few letters", &[]),
            reason(-5, "it stands in a directory of the .NET Framework", &[3]),
        ],
        settle: vec!["Collect the image and compare its hash.".into()],
        related: vec!["C3".into()],
        ..component("C1", "HttpResetModule", Verdict::Malicious, image)
    };
    let record = |id, path: &str, record, line| EvidenceRef { id: EvidenceId(id), path: path.into(), record, line };
    ScanResult {
        run: Run {
            schema_version: 1,
            tool: "iiswarden",
            version: "0.1.0",
            rules: 12,
            evidence: vec![
                EvidenceFile { path: "logs/Sysmon.evtx".into(), format: "evtx".into(), bytes: 69632, sha256: None },
                EvidenceFile {
                    path: "applicationHost.config".into(),
                    format: "iis-config".into(),
                    bytes: 9000,
                    sha256: None,
                },
            ],
        },
        components: vec![
            accused,
            component("C2", "Vendor\u{202e}Module", Verdict::Unknown, "D:\\vendor\\module.dll"),
            component("C3", "StaticFileModule", Verdict::Expected, "C:\\Windows\\System32\\inetsrv\\static.dll"),
        ],
        findings: vec![finding("2026-01-02T03:04:06Z", command, &[1]), finding("2026-01-02T03:05:00.5Z", "=cmd", &[4])],
        evidence: vec![
            record(1, "logs/Sysmon.evtx", Some(1187), None),
            record(2, "logs/Sysmon.evtx", Some(1190), None),
            record(3, "applicationHost.config", None, Some(212)),
            record(4, "logs/Sysmon.evtx", Some(1200), None),
        ],
        problems: vec![Problem::warning("logs/Security.evtx", "chunk 12 at 0xC1000", "bad checksum; not read")],
        summary: Summary {
            records: 40211,
            from: time("2026-01-01T00:00:00Z"),
            to: time("2026-01-03T00:00:00Z"),
            components: Verdict::ALL.into_iter().zip([1, 0, 1, 1]).collect(),
            findings: BTreeMap::from([(Severity::High, 2)]),
            suppressed: 0,
            problems: 1,
        },
    }
}

fn show(id: &str, result: &ScanResult, style: &Style) -> String {
    let mut out = Vec::new();
    let write = report::format(id).and_then(|format| format.scan).expect("a format that shows scans");
    write(result, &mut out, style).expect("writes to memory");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn console() {
    let expect = include_str!("scan-console.txt");
    let shown = show("console", &server(), &Style::plain(100));
    assert_eq!(shown, expect, "\n{shown}");
}

#[test]
fn console_fits_any_width() {
    for width in [0, 1, 20, 80, 200, usize::MAX] {
        let shown = show("console", &server(), &Style { color: false, width: Some(width) });
        assert!(shown.contains("MALICIOUS") && shown.contains("E1=record 1187"), "{width}:\n{shown}");
        assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{width}");
        if width >= 60 {
            for line in shown.lines() {
                assert!(report::text::width(line) <= width, "{width}: {line}");
            }
        }
    }
}

#[test]
fn console_colours_are_ours_alone() {
    let shown = show("console", &server(), &Style { color: true, width: Some(100) });
    let plain = show("console", &server(), &Style::plain(100));
    let mut stripped = String::new();
    let mut rest = shown.as_str();
    while let Some((before, after)) = rest.split_once("\x1b[") {
        stripped.push_str(before);
        rest = after.split_once('m').expect("an SGR sequence").1;
    }
    stripped.push_str(rest);
    assert_eq!(stripped, plain);
    assert!(shown.contains("\x1b[1;31mMALICIOUS\x1b[0m"));
}

#[test]
fn many_findings_and_problems_are_counted() {
    let mut result = server();
    result.findings = vec![finding("2026-01-02T03:04:06Z", "x", &[1]); 500];
    result.problems = vec![Problem::error("a", "", "b"); 500];
    let shown = show("console", &result, &Style::file());
    assert!(shown.contains("… and 480 more of this rule"), "{shown}");
    assert!(shown.contains("… and 450 more"), "{shown}");
}

#[test]
fn two_servers_are_told_apart() {
    let mut result = server();
    assert!(!show("console", &result, &Style::file()).contains("C2    WEB01"));
    result.components.push(Component { host: "WEB02".into(), ..result.components[1].clone() });
    let shown = show("console", &result, &Style::file());
    assert!(shown.contains("C2    WEB01") && shown.contains("C2    WEB02"), "{shown}");
}

#[test]
fn nothing_at_all() {
    let shown = show("console", &ScanResult::default(), &Style::plain(80));
    assert!(shown.contains("says nothing about IIS components"), "{shown}");
}

#[test]
fn jsonl() {
    let expect = include_str!("scan.jsonl");
    let shown = show("jsonl", &server(), &Style::file());
    assert_eq!(shown, expect, "\n{shown}");
    for line in shown.lines() {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let (first, kind) = value.as_object().and_then(|o| o.iter().next()).expect("an object");
        assert_eq!(first, "kind");
        assert!(kind.is_string());
    }
}

#[test]
fn csv() {
    let expect = "\
time,severity,host,rule,rule_guid,name,tactics,techniques,component_ids,components,verdict,image,evidence,records,row
";
    let shown = show("csv", &server(), &Style::file());
    assert!(shown.starts_with(expect), "{shown}");
    assert_eq!(shown.lines().count(), 3);
    assert!(shown.contains("\"logs/Sysmon.evtx#1187\""), "{shown}");
    assert!(shown.contains("\"malicious\""), "{shown}");
    assert!(!shown.contains('\u{1b}'), "{shown}");
}
