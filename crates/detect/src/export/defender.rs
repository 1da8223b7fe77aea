//! Custom detections of Defender XDR, as Microsoft Graph's security API takes them.

use super::{Exported, Refused, flow, plain_query};
use crate::rules::Rule;
use engine::{Options, Tables};
use kql_syntax::ast::OperatorKind;
use serde_json::json;
use std::collections::BTreeSet;

/// Columns that a custom detection must return (learn.microsoft.com, Create custom detection rules).
const REQUIRED: &[&str] = &["Timestamp", "DeviceId", "ReportId"];

pub(super) fn export(rule: &Rule) -> Result<Vec<Exported>, Refused> {
    let plain = plain_query(rule)?;
    let planned = engine::check(&plain, &Tables::described(), &Options::default());
    if let Some(table) = planned.tables.iter().find(|table| !table.starts_with("Device")) {
        return Err(Refused(format!("reads {table}, which advanced hunting does not have")));
    }
    let query = renamed(&with_keys(&plain)?, "TimeGenerated", "Timestamp");
    let planned = engine::check(&query, &Tables::described(), &Options { strict: true, ..Options::default() });
    if let Some(error) = planned.diagnostics.iter().find(|d| d.is_error()) {
        return Err(Refused(format!("advanced hunting would refuse the query: {}", error.message)));
    }
    let columns: BTreeSet<&str> = planned.columns.iter().map(|(name, _)| name.as_str()).collect();
    if let Some(missing) = REQUIRED.iter().find(|column| !columns.contains(**column)) {
        return Err(Refused(format!("the result has no column {missing}")));
    }
    let detection = json!({
        "displayName": rule.name,
        "isEnabled": true,
        "queryCondition": {"queryText": query},
        "schedule": {"period": schedule(rule)},
        "detectionAction": {
            "alertTemplate": {
                "title": rule.name,
                "description": rule.description,
                "severity": rule.severity.as_str(),
                "category": rule.tactics.first().map_or("SuspiciousActivity", String::as_str),
                "recommendedActions": section(rule, "## Response"),
                "mitreTechniques": rule.techniques,
                "impactedAssets": [{
                    "@odata.type": "#microsoft.graph.security.impactedDeviceAsset",
                    "identifier": "deviceId",
                }],
            },
            "organizationalScope": null,
            "responseActions": [],
        },
    });
    let notes = if plain == rule.query {
        Vec::new()
    } else {
        vec!["functions of iiswarden are defined in plain KQL, which reads the usual spellings only".to_owned()]
    };
    Ok(vec![Exported { file_name: format!("{}.json", rule.name_id), text: super::pretty(&detection), notes }])
}

/// The query with `DeviceId` and `ReportId` in every `project` that leads to the result.
fn with_keys(query: &str) -> Result<String, Refused> {
    let parsed = kql_syntax::parse(query);
    let mut ends = BTreeSet::new();
    for branch in flow::branches(&parsed.query, query)? {
        for operator in branch.operators {
            if let OperatorKind::Project(columns) = &operator.kind {
                let has = |name: &str| {
                    columns.iter().any(|column| query.get(column.span.start..column.span.end) == Some(name))
                };
                let end = columns.last().map_or(operator.span.end, |column| column.span.end);
                ends.insert((end, !has("DeviceId"), !has("ReportId")));
            }
        }
    }
    let mut text = query.to_owned();
    for (end, device, report) in ends.into_iter().rev() {
        let mut keys = String::new();
        if device {
            keys.push_str(", DeviceId");
        }
        if report {
            keys.push_str(", ReportId");
        }
        text.insert_str(end, &keys);
    }
    Ok(text)
}

/// A name replaced where it stands as a whole word.
fn renamed(text: &str, from: &str, to: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::with_capacity(text.len());
    let mut last = 0;
    for (at, _) in text.match_indices(from) {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + from.len()..).unwrap_or_default());
        if before.chars().next_back().is_some_and(is_word) || after.chars().next().is_some_and(is_word) {
            continue;
        }
        out.push_str(text.get(last..at).unwrap_or_default());
        out.push_str(to);
        last = at + from.len();
    }
    out.push_str(text.get(last..).unwrap_or_default());
    out
}

/// How often Defender may run a detection: the next of its own intervals that is not longer.
fn schedule(rule: &Rule) -> &'static str {
    const HOUR: i64 = 36_000_000_000;
    match rule.frequency / HOUR {
        ..3 => "1H",
        3..12 => "3H",
        12..24 => "12H",
        _ => "24H",
    }
}

/// A section of the rule's page, as plain text.
fn section(rule: &Rule, heading: &str) -> String {
    let page = rule.page.as_deref().unwrap_or_default();
    let Some((_, after)) = page.split_once(heading) else { return String::new() };
    let body = after.split("\n## ").next().unwrap_or(after);
    body.trim().chars().take(4096).collect()
}
