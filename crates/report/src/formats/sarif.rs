//! SARIF 2.1.0, for code-scanning views: rules, findings, and where in the evidence each is shown.

use crate::json::write_line;
use crate::{Format, Style};
use detect::model::{EvidenceId, EvidenceRef, Finding, ScanResult, Severity};
use diagnostics::Severity as ProblemSeverity;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Result, Write};

pub(super) static FORMAT: Format = Format {
    id: "sarif",
    extension: "sarif",
    doc: "SARIF 2.1.0, for code-scanning views",
    scan: Some(scan),
    query: None,
};

fn scan(result: &ScanResult, out: &mut (dyn Write + Send), _: &Style) -> Result<()> {
    let mut rules: BTreeMap<&str, &Finding> = BTreeMap::new();
    for finding in &result.findings {
        rules.entry(&finding.rule).or_insert(finding);
    }
    let index: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(at, id)| (*id, at)).collect();
    let records: BTreeMap<EvidenceId, &EvidenceRef> =
        result.evidence.iter().map(|record| (record.id, record)).collect();
    let results: Vec<Value> = result.findings.iter().map(|f| finding(f, &index, &records)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": result.run.tool,
                "semanticVersion": result.run.version,
                "rules": rules.values().map(|finding| rule(finding)).collect::<Vec<_>>(),
            }},
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": result.problems.iter().map(problem).collect::<Vec<_>>(),
            }],
            "artifacts": result.run.evidence.iter().map(|file| json!({
                "location": {"uri": uri(&file.path)}, "length": file.bytes,
            })).collect::<Vec<_>>(),
            "results": results,
            "columnKind": "unicodeCodePoints",
        }],
    });
    write_line(&log, out)
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Informational => "note",
    }
}

/// What views sort by: 0 to 10.
const fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "8.0",
        Severity::Medium => "5.0",
        Severity::Low => "3.0",
        Severity::Informational => "0.0",
    }
}

fn rule(finding: &Finding) -> Value {
    let tags: Vec<&String> = finding.tactics.iter().chain(&finding.techniques).collect();
    json!({
        "id": finding.rule,
        "guid": finding.rule_guid,
        "name": finding.rule,
        "shortDescription": {"text": finding.name},
        "defaultConfiguration": {"level": level(finding.severity)},
        "properties": {"tags": tags, "security-severity": security_severity(finding.severity)},
    })
}

fn finding(finding: &Finding, index: &BTreeMap<&str, usize>, records: &BTreeMap<EvidenceId, &EvidenceRef>) -> Value {
    let of = if finding.components.is_empty() { String::new() } else { format!(": {}", finding.components.join(", ")) };
    let on = if finding.host.is_empty() { String::new() } else { format!(" on {}", finding.host) };
    let cited: Vec<Value> = finding.evidence.iter().filter_map(|id| records.get(id)).map(|r| location(r)).collect();
    json!({
        "ruleId": finding.rule,
        "ruleIndex": index.get(finding.rule.as_str()),
        "level": level(finding.severity),
        "message": {"text": format!("{}{of}{on}", finding.name)},
        "locations": cited.get(..1).unwrap_or_default(),
        "relatedLocations": cited.get(1..).unwrap_or_default(),
        "partialFingerprints": {"finding/v1": fingerprint(finding)},
        "properties": {
            "host": finding.host,
            "time": finding.time,
            "componentIds": finding.component_ids,
            "row": finding.row,
        },
    })
}

fn location(record: &EvidenceRef) -> Value {
    let mut physical = json!({"artifactLocation": {"uri": uri(&record.path)}});
    if let Some(line) = record.line.filter(|line| *line > 0) {
        physical["region"] = json!({"startLine": line});
    }
    let name = record.record.map_or_else(|| format!("E{}", record.id.0), |number| format!("record {number}"));
    json!({"physicalLocation": physical, "logicalLocations": [{"name": name}], "message": {"text": name}})
}

fn problem(problem: &diagnostics::Problem) -> Value {
    let level = match problem.severity {
        ProblemSeverity::Error => "error",
        ProblemSeverity::Warning => "warning",
        ProblemSeverity::Info => "note",
    };
    json!({
        "level": level,
        "message": {"text": format!("{}: {}", problem.place, problem.text)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(&problem.path)}}}],
    })
}

/// A path as a relative reference: what is no plain letter of a path is percent-encoded.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for (at, byte) in path.bytes().enumerate() {
        let plain =
            byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'_' | b'-' | b'~' | b'!' | b'+' | b'=');
        // Two slashes in front would name another computer.
        if plain && !(byte == b'/' && at == 1 && path.starts_with("//")) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The same finding in another scan of the same evidence has the same one: FNV-1a over what it is and where.
fn fingerprint(finding: &Finding) -> String {
    let time = finding.time.map(|t| t.to_string()).unwrap_or_default();
    let row = Value::Object(finding.row.clone()).to_string();
    let parts = [finding.rule.as_str(), &finding.host, &time, &row];
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    format!("{hash:016x}")
}
