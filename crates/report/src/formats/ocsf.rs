//! OCSF 1.3, class Detection Finding (2004): one event a line for each finding.

use crate::json::write_line;
use crate::{Format, Style};
use detect::model::{EvidenceId, EvidenceRef, Finding, ScanResult, Severity, Time};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Result, Write};

pub(super) static FORMAT: Format = Format {
    id: "ocsf",
    extension: "jsonl",
    doc: "OCSF Detection Finding events, as JSON Lines",
    scan: Some(scan),
    query: None,
};

fn scan(result: &ScanResult, out: &mut (dyn Write + Send), _: &Style) -> Result<()> {
    let records: BTreeMap<EvidenceId, &EvidenceRef> =
        result.evidence.iter().map(|record| (record.id, record)).collect();
    result.findings.iter().enumerate().try_for_each(|(at, f)| write_line(&finding(result, at, f, &records), out))
}

/// Milliseconds since 1970.
const fn epoch(time: Time) -> i64 {
    const UNIX_EPOCH: i64 = 621_355_968_000_000_000;
    time.0.saturating_sub(UNIX_EPOCH).div_euclid(10_000)
}

const fn severity(severity: Severity) -> (u8, &'static str) {
    match severity {
        Severity::Informational => (1, "Informational"),
        Severity::Low => (2, "Low"),
        Severity::Medium => (3, "Medium"),
        Severity::High => (4, "High"),
    }
}

fn finding(result: &ScanResult, at: usize, finding: &Finding, records: &BTreeMap<EvidenceId, &EvidenceRef>) -> Value {
    let (severity_id, severity) = severity(finding.severity);
    // A finding on a state has no time of its own: it holds at the end of the evidence.
    let time = finding.time.or(result.summary.to).map_or(0, epoch);
    let attacks: Vec<Value> = finding
        .techniques
        .iter()
        .map(|id| {
            let parent = id.split('.').next().unwrap_or(id);
            let mut attack = json!({"technique": {"uid": parent}, "version": "16"});
            if id.contains('.') {
                attack["sub_technique"] = json!({"uid": id});
            }
            attack
        })
        .collect();
    let cited: Vec<Value> = finding
        .evidence
        .iter()
        .filter_map(|id| records.get(id))
        .map(|record| json!({"data": {"path": record.path, "record": record.record, "line": record.line}}))
        .collect();
    json!({
        "activity_id": 1,
        "activity_name": "Create",
        "category_uid": 2,
        "category_name": "Findings",
        "class_uid": 2004,
        "class_name": "Detection Finding",
        "type_uid": 200_401,
        "type_name": "Detection Finding: Create",
        "time": time,
        "severity_id": severity_id,
        "severity": severity,
        "status_id": 1,
        "status": "New",
        "message": finding.name,
        "metadata": {
            "version": "1.3.0",
            "product": {"name": result.run.tool, "vendor_name": result.run.tool, "version": result.run.version},
        },
        "finding_info": {
            "uid": format!("{}-{}", finding.rule, at + 1),
            "title": finding.name,
            "types": finding.tactics,
            "created_time": time,
            "analytic": {"uid": finding.rule_guid, "name": finding.rule, "type_id": 1, "type": "Rule"},
            "attacks": attacks,
        },
        "device": {"hostname": finding.host, "type_id": 1, "type": "Server"},
        "resources": finding.component_ids.iter().zip(&finding.components).map(|(id, name)| json!({
            "uid": id, "name": name, "type": "IIS component",
        })).collect::<Vec<_>>(),
        "evidences": cited,
        "unmapped": {"row": finding.row},
    })
}
