use super::sheet::{Sheet, count, moment};
use crate::Paint;
use detect::model::{ScanResult, Severity, Summary, Verdict};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Result;

pub(super) fn write(result: &ScanResult, sheet: &mut Sheet<'_>) -> Result<()> {
    let run = &result.run;
    let title = sheet.paint(Paint::Bold, &format!("{} {}", run.tool, run.version));
    sheet.line(&title)?;
    let hosts: BTreeSet<&str> = result
        .components
        .iter()
        .map(|c| c.host.as_str())
        .chain(result.findings.iter().map(|f| f.host.as_str()))
        .filter(|host| !host.is_empty())
        .collect();
    sheet.field(if hosts.len() == 1 { "host" } else { "hosts" }, &hosts.into_iter().collect::<Vec<_>>().join(", "))?;
    if let (Some(from), Some(to)) = (result.summary.from, result.summary.to) {
        sheet.field("events", &format!("{} to {}", moment(from), moment(to)))?;
    }
    let mut formats: BTreeMap<&str, usize> = BTreeMap::new();
    for file in &run.evidence {
        *formats.entry(file.format.as_str()).or_default() += 1;
    }
    let formats: Vec<String> = formats.into_iter().map(|(format, n)| format!("{n} {format}")).collect();
    let files = count(run.evidence.len(), "file");
    let formats = if formats.is_empty() { String::new() } else { format!(" ({})", formats.join(", ")) };
    let records = count(usize::try_from(result.summary.records).unwrap_or(usize::MAX), "record");
    sheet.field("read", &format!("{files}{formats}, {records}"))?;
    sheet.field("rules", &run.rules.to_string())?;
    let accused = result.components.iter().any(|c| c.verdict <= Verdict::Suspicious);
    if !accused {
        sheet.blank()?;
        let text = if result.findings.is_empty() && result.components.is_empty() {
            "No component and no finding: this evidence says nothing about IIS components."
        } else {
            "No component is malicious or suspicious by this evidence."
        };
        sheet.hanging("", "", text)?;
    }
    Ok(())
}

/// The last line: all counts.
pub(super) fn summary(result: &ScanResult, sheet: &mut Sheet<'_>) -> Result<()> {
    sheet.blank()?;
    let text = counts(&result.summary);
    let paint = match (result.summary.components.get(&Verdict::Malicious), result.worst()) {
        (Some(1..), _) | (_, Some(Severity::High)) => Paint::Red,
        (_, Some(_)) => Paint::Yellow,
        (_, None) => Paint::Green,
    };
    let front = "Summary: ";
    let shown = sheet.paint(paint, front);
    sheet.hanging(front, &shown, &text)
}

fn counts(summary: &Summary) -> String {
    let components = Verdict::ALL
        .into_iter()
        .map(|verdict| format!("{} {}", summary.components.get(&verdict).copied().unwrap_or(0), verdict.as_str()));
    let found = Severity::ALL.into_iter().rev().filter_map(|severity| {
        let number = summary.findings.get(&severity).copied().filter(|n| *n > 0)?;
        Some(format!("{number} {}", severity.as_str()))
    });
    let found: Vec<String> = found.collect();
    let found = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
    format!(
        "components {}; findings {found}; {} suppressed{}; {}",
        components.collect::<Vec<_>>().join(", "),
        summary.suppressed,
        suppressed_by(summary),
        count(summary.problems, "problem"),
    )
}

/// ` (3 below the least severity asked for, 1 excluded: the deployment tool)`.
fn suppressed_by(summary: &Summary) -> String {
    let why: Vec<String> = summary.suppressed_by.iter().map(|(why, number)| format!("{number} {why}")).collect();
    if why.is_empty() { String::new() } else { format!(" ({})", why.join(", ")) }
}
