//! JSON Lines for Timesketch: one event on the timeline for each finding, registration and record time.

use crate::json::write_line;
use crate::{Format, Style};
use detect::model::{Component, Finding, ScanResult, Time, Verdict};
use serde_json::{Map, Value, json};
use std::io::{Result, Write};

pub(super) static FORMAT: Format = Format {
    id: "timesketch",
    extension: "jsonl",
    doc: "A timeline for Timesketch, as JSON Lines",
    scan: Some(scan),
    query: None,
};

fn scan(result: &ScanResult, out: &mut (dyn Write + Send), _: &Style) -> Result<()> {
    let mut events: Vec<(Time, Map<String, Value>)> = result.findings.iter().filter_map(finding).collect();
    for component in result.components.iter().filter(|c| c.verdict <= Verdict::Suspicious) {
        events.extend(component_events(component));
    }
    // A stable sort: what happened at one moment keeps the report's order.
    events.sort_by_key(|(time, _)| *time);
    events.iter().try_for_each(|(_, event)| write_line(event, out))
}

/// The three fields that Timesketch asks for stand first.
fn event(time: Time, description: &str, message: String) -> Map<String, Value> {
    let mut event = Map::new();
    event.insert("message".into(), message.into());
    event.insert("datetime".into(), iso(time).into());
    event.insert("timestamp_desc".into(), description.into());
    event
}

/// ISO 8601 with microseconds, which is as fine as Timesketch keeps.
fn iso(time: Time) -> String {
    let text = time.to_string();
    text.get(..26).map_or_else(|| text.clone(), |front| format!("{front}+00:00"))
}

fn finding(finding: &Finding) -> Option<(Time, Map<String, Value>)> {
    let time = finding.time?;
    let of = if finding.components.is_empty() { String::new() } else { format!(": {}", finding.components.join(", ")) };
    let mut event = event(time, "Event Recorded", format!("{}{of}", finding.name));
    event.insert("data_type".into(), "iiswarden:finding".into());
    event.insert("hostname".into(), finding.host.clone().into());
    event.insert("rule".into(), finding.rule.clone().into());
    event.insert("severity".into(), finding.severity.as_str().into());
    event.insert("tag".into(), json!(finding.techniques));
    event.insert("components".into(), finding.component_ids.join(", ").into());
    event.insert("row".into(), Value::String(Value::Object(finding.row.clone()).to_string()));
    Some((time, event))
}

fn component_events(component: &Component) -> Vec<(Time, Map<String, Value>)> {
    let registered = component.registered_by.as_ref().and_then(|by| by.time);
    let times = [("First Seen", component.first_seen), ("Registered", registered)];
    let made = times.into_iter().filter_map(|(description, time)| {
        let time = time?;
        let verdict = component.verdict.as_str();
        let mut event = event(time, description, format!("{verdict} IIS component {}", component.name));
        event.insert("data_type".into(), "iiswarden:component".into());
        event.insert("hostname".into(), component.host.clone().into());
        event.insert("component".into(), component.id.clone().into());
        event.insert("verdict".into(), verdict.into());
        event.insert("score".into(), component.score.into());
        event.insert("filename".into(), component.image.clone().into());
        event.insert("sha256_hash".into(), component.sha256.clone().into());
        if let Some(by) = &component.registered_by {
            event.insert("username".into(), by.user.clone().into());
            event.insert("command_line".into(), by.command_line.clone().into());
        }
        event.insert("tag".into(), json!(["T1505.004"]));
        Some((time, event))
    });
    made.collect()
}
