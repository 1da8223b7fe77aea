//! A small compromised server, made by hand, in every format that shows a scan.

use detect::model::{
    Class, Component, Confidence, Coverage, Covered, Entity, EvidenceFile, EvidenceId, EvidenceRef, Finding, Incident,
    Moment, Posture, Question, Reason, Registration, Resemblance, ResponseStep, Run, ScanResult, Severity, Span, Step,
    Summary, Time, Verdict,
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
        response: Vec::new(),
        investigate: Vec::new(),
        resembles: Vec::new(),
        pools: Vec::new(),
        sites: Vec::new(),
        dropped_by: None,
        loaded: None,
        incident: None,
        registered_between: None,
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
            chain: "w3wp.exe > cmd.exe > appcmd.exe".into(),
        }),
        reasons: vec![
            reason(40, "its image was written by w3wp.exe", &[1, 2]),
            reason(30, "the name differs from HttpRedirectionModule in few letters", &[]),
            reason(-5, "it stands in a directory of the .NET Framework", &[3]),
        ],
        settle: vec!["Collect the image and compare its hash.".into()],
        related: vec!["C3".into()],
        response: vec![
            ResponseStep {
                step: "Copy the configuration: it is the way back".into(),
                command: Some("appcmd.exe add backup \"before-removal\"".into()),
            },
            ResponseStep { step: "Renew the key of \u{1b}[31m".into(), command: None },
        ],
        investigate: vec![Question {
            question: "Where its file turns up".into(),
            query: "DeviceFileEvents | where FileName =~ \"x.dll\"".into(),
            command: "iiswarden query 'DeviceFileEvents | where FileName =~ \"x.dll\"' logs".into(),
        }],
        resembles: vec![Resemblance {
            family: "HttpResetModule",
            confidence: Confidence::High,
            why: "twin DLLs in .NET Framework directories, appended last",
        }],
        pools: vec!["DefaultAppPool".into()],
        sites: vec!["Default Web Site".into()],
        dropped_by: None,
        loaded: Some(Span {
            first: time("2026-01-02T03:05:00Z").expect("a time"),
            last: time("2026-01-02T04:05:00Z").expect("a time"),
        }),
        incident: Some("I1".into()),
        registered_between: None,
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
            suppressed: 2,
            problems: 1,
            suppressed_by: BTreeMap::from([("excluded: the deployment tool".into(), 2)]),
        },
        incidents: vec![Incident {
            id: "I1".into(),
            hosts: vec!["WEB01".into()],
            components: vec!["C1".into()],
            from: time("2026-01-02T03:04:05Z").expect("a time"),
            to: time("2026-01-02T04:05:00Z").expect("a time"),
            steps: vec![Step::Register, Step::Load],
            timeline: vec![
                Moment {
                    time: time("2026-01-02T03:04:05Z").expect("a time"),
                    until: None,
                    host: "WEB01".into(),
                    step: Step::Register,
                    text: "Native IIS module installed with appcmd".into(),
                    times: None,
                    component_ids: vec!["C1".into()],
                    evidence: vec![EvidenceId(1)],
                },
                Moment {
                    time: time("2026-01-02T03:05:00Z").expect("a time"),
                    until: time("2026-01-02T04:05:00Z"),
                    host: "WEB01".into(),
                    step: Step::Load,
                    text: "w3wp.exe (pool DefaultAppPool) loads it".into(),
                    times: Some(3),
                    component_ids: vec!["C1".into()],
                    evidence: vec![EvidenceId(1)],
                },
            ],
            left_out: 0,
        }],
        coverage: vec![coverage("drop", "sysmon", Covered::Yes, 12), coverage("load", "sysmon", Covered::No, 0)],
        posture: vec![Posture {
            host: "WEB01".into(),
            mitigation: "M1038",
            text: "ISAPI extensions run without being on the list".into(),
            command: Some("appcmd.exe set config /notListedIsapisAllowed:false".into()),
            path: "applicationHost.config".into(),
            record: None,
            line: Some(40),
        }],
    }
}

fn coverage(step: &'static str, source: &'static str, status: Covered, records: u64) -> Coverage {
    let lacks = status != Covered::Yes;
    Coverage {
        host: "WEB01".into(),
        step,
        source,
        status,
        records,
        missing: if lacks { vec!["image loads (Sysmon 7)"] } else { Vec::new() },
        switch_on: if lacks { vec!["Sysmon event 7 for w3wp.exe"] } else { Vec::new() },
    }
}

fn show(id: &str, result: &ScanResult, style: &Style) -> String {
    let mut out = Vec::new();
    let write = report::format(id).and_then(|format| format.scan).expect("a format that shows scans");
    write(result, &mut out, style).expect("writes to memory");
    String::from_utf8(out).expect("UTF-8")
}

/// Compares with a kept file; `UPDATE_DOCS=1` writes it, to be read before it is kept.
fn as_kept(file: &str, shown: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(file);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, shown).expect("writes");
    }
    let expect = std::fs::read_to_string(&path).expect("a kept file");
    assert_eq!(shown, expect, "\n{shown}");
}

#[test]
fn console() {
    let shown = show("console", &server(), &Style::plain(100));
    as_kept("scan-console.txt", &shown);
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
    let shown = show("jsonl", &server(), &Style::file());
    as_kept("scan.jsonl", &shown);
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

fn json_of(id: &str, result: &ScanResult) -> serde_json::Value {
    serde_json::from_str(&show(id, result, &Style::file())).expect("JSON")
}

fn lines_of(id: &str, result: &ScanResult) -> Vec<serde_json::Value> {
    show(id, result, &Style::file()).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Names that try to leave their place in every format.
fn hostile() -> ScanResult {
    let mut result = server();
    let bad = "</style></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\u{1b}[2J\u{202e}";
    for component in &mut result.components {
        component.name = bad.into();
        component.host = bad.into();
        component.image = bad.into();
        component.type_name = bad.into();
        component.scope = vec![bad.into()];
        component.signature = bad.into();
        component.sha256 = bad.into();
        component.verdict = Verdict::Malicious;
        component.settle = vec![bad.into()];
        component.related = vec![bad.into()];
        component.reasons = vec![reason(1, bad, &[1])];
        component.response = vec![ResponseStep { step: bad.into(), command: Some(bad.into()) }];
        component.investigate = vec![Question { question: bad.into(), query: bad.into(), command: bad.into() }];
        component.registered_by = Some(Registration {
            time: None,
            user: bad.into(),
            process: bad.into(),
            command_line: bad.into(),
            chain: bad.into(),
        });
    }
    for finding in &mut result.findings {
        finding.rule = bad.into();
        finding.name = bad.into();
        finding.host = bad.into();
        finding.techniques = vec![bad.into()];
        finding.components = vec![bad.into()];
        finding.row = json!({bad: bad}).as_object().cloned().unwrap_or_default();
    }
    for record in &mut result.evidence {
        record.path = bad.into();
    }
    result.coverage.iter_mut().for_each(|row| row.host = bad.into());
    result.posture.iter_mut().for_each(|line| {
        line.text = bad.into();
        line.host = bad.into();
        line.path = bad.into();
        line.command = Some(bad.into());
    });
    result.problems = vec![Problem::error(bad, bad, bad)];
    result
}

#[test]
fn every_format_makes_hostile_text_harmless() {
    let result = hostile();
    for id in report::ids(|format| format.scan.is_some()) {
        let shown = show(id, &result, &Style::file());
        for c in ['\u{1b}', '\u{202e}'] {
            assert!(!shown.contains(c), "{id} lets U+{:04X} through", u32::from(c));
        }
    }
    let page = show("html", &result, &Style::file());
    assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
    assert_eq!(page.matches("</style>").count(), 1);
}

#[test]
fn html_is_complete_in_itself_and_balanced() {
    let page = show("html", &server(), &Style::file());
    for part in ["MALICIOUS".to_lowercase().as_str(), "What to do now", "What to ask next", "id=\"E1\"", "M1038"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    for remote in ["http:", "https:", "//cdn", "@import", "url(", "<script", "<link"] {
        assert!(!page.contains(remote), "{remote}: {page}");
    }
    let mut open: Vec<&str> = Vec::new();
    for tag in page.split('<').skip(1) {
        let name = tag.split(['>', ' ', '\n']).next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{page}"),
            None if matches!(name, "!DOCTYPE" | "meta" | "p") => {}
            None => open.push(name),
        }
        // A paragraph may be left to the next element; ours are all closed.
        if name == "p" {
            open.push("p");
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn timesketch_has_what_it_asks_for_in_order_of_time() {
    let events = lines_of("timesketch", &server());
    assert_eq!(events.len(), 4, "two findings, first seen, registered");
    let times: Vec<&str> = events.iter().filter_map(|e| e["datetime"].as_str()).collect();
    assert!(times.is_sorted(), "{times:?}");
    assert_eq!(times.first(), Some(&"2026-01-02T03:04:05.123456+00:00"));
    for event in &events {
        let names: Vec<&String> = event.as_object().expect("an object").keys().take(3).collect();
        assert_eq!(names, ["message", "datetime", "timestamp_desc"]);
    }
}

#[test]
fn sarif_points_into_its_own_lists() {
    let log = json_of("sarif", &server());
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert_eq!((rules.len(), results.len()), (1, 2));
    let mut prints = Vec::new();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert_eq!(result["level"], "error");
        prints.push(result["partialFingerprints"]["finding/v1"].as_str().expect("a fingerprint").to_owned());
        assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "logs/Sysmon.evtx");
    }
    assert_ne!(prints[0], prints[1]);
    let again = json_of("sarif", &server());
    assert_eq!(again["runs"][0]["results"][0]["partialFingerprints"]["finding/v1"], prints[0].as_str());
    assert_eq!(run["invocations"][0]["toolExecutionNotifications"][0]["level"], "warning");
    let uri = json_of("sarif", &hostile());
    let uri = uri["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].clone();
    assert!(uri.as_str().is_some_and(|uri| uri.starts_with("%3C/style%3E") && uri.is_ascii()), "{uri}");
}

#[test]
fn navigator_scores_techniques_by_their_worst_finding() {
    let mut result = server();
    result.findings[1].severity = Severity::Low;
    let layer = json_of("navigator", &result);
    assert_eq!(layer["versions"]["layer"], "4.5");
    assert_eq!(layer["domain"], "enterprise-attack");
    let techniques = layer["techniques"].as_array().expect("techniques");
    assert_eq!(techniques.len(), 1);
    assert_eq!((&techniques[0]["techniqueID"], &techniques[0]["score"]), (&json!("T1505.004"), &json!(100)));
}

#[test]
fn ocsf_events_have_their_numbers() {
    let events = lines_of("ocsf", &server());
    assert_eq!(events.len(), 2);
    let first = &events[0];
    for (field, expect) in
        [("class_uid", 2004), ("category_uid", 2), ("type_uid", 200_401), ("severity_id", 4), ("activity_id", 1)]
    {
        assert_eq!(first[field], expect, "{field}");
    }
    assert_eq!(first["time"], 1_767_323_046_000_i64);
    assert_eq!(first["finding_info"]["attacks"][0]["sub_technique"]["uid"], "T1505.004");
    assert_eq!(first["evidences"][0]["data"]["record"], 1187);
}
