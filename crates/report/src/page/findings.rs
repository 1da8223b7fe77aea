use super::Cited;
use super::sheet::{Sheet, citation, moment, shown_ids};
use crate::Paint;
use crate::text::{cut, cut_middle, pad, visible, width, wrap};
use detect::model::{Finding, ScanResult, Severity};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Result;

/// Findings of one rule that are listed; the JSON has them all.
const MOST_OF_A_RULE: usize = 20;

/// Lines of one value: command lines start with what matters least.
const MOST_LINES: usize = 2;

/// Columns that tell most about a row, best first. A row without any of them shows its first text.
const TELLING: &[&str] = &[
    "ProcessCommandLine",
    "ScriptBlockText",
    "CommandLine",
    "RegistryValueData",
    "RegistryKey",
    "IisImage",
    "Image",
    "FolderPath",
    "IisType",
    "Path",
    "FileName",
    "IisComponent",
    "Name",
    "NewValue",
    "InitiatingProcessCommandLine",
];

/// Columns that say when and where, which each line says anyway.
const PLAIN: &[&str] =
    &["TimeGenerated", "Timestamp", "DeviceName", "Computer", "DeviceId", "ActionType", "TenantId", "Type"];

pub(super) fn write(result: &ScanResult, sheet: &mut Sheet<'_>, cited: &mut Cited) -> Result<()> {
    for severity in Severity::ALL.into_iter().rev() {
        let findings: Vec<&Finding> = result.findings.iter().filter(|f| f.severity == severity).collect();
        if findings.is_empty() {
            continue;
        }
        sheet.heading(&format!("Findings, {} ({})", severity.as_str(), findings.len()))?;
        for (rule, group) in by_rule(&findings) {
            rule_block(rule, &group, severity, sheet, cited)?;
        }
    }
    Ok(())
}

/// Groups in the order of each rule's first finding.
fn by_rule<'a>(findings: &[&'a Finding]) -> Vec<(&'a str, Vec<&'a Finding>)> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut groups: Vec<(&str, Vec<&Finding>)> = Vec::new();
    for finding in findings.iter().copied() {
        let place = *places.entry(&finding.rule).or_insert_with(|| {
            groups.push((&finding.rule, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, group)) = groups.get_mut(place) {
            group.push(finding);
        }
    }
    groups
}

fn rule_block(
    rule: &str,
    group: &[&Finding],
    severity: Severity,
    sheet: &mut Sheet<'_>,
    cited: &mut Cited,
) -> Result<()> {
    let Some(first) = group.first() else { return Ok(()) };
    let paint = match severity {
        Severity::High => Paint::Red,
        Severity::Medium => Paint::Yellow,
        Severity::Low | Severity::Informational => Paint::Cyan,
    };
    let techniques = first.techniques.join(", ");
    let techniques = if techniques.is_empty() { techniques } else { format!(", {techniques}") };
    let name = visible(&first.name);
    let title = format!("{name}  ({}{})", visible(rule), visible(&techniques));
    let title = cut(&title, sheet.width.saturating_sub(2).max(16)).into_owned();
    let painted = match title.strip_prefix(name.as_ref()) {
        Some(rest) => format!("{}{}", sheet.paint(paint, &name), sheet.paint(Paint::Dim, rest)),
        None => sheet.paint(paint, &title),
    };
    sheet.line(&format!("  {painted}"))?;
    let shown = group.iter().take(MOST_OF_A_RULE);
    let longest_host = shown.clone().map(|f| width(&host(f))).max().unwrap_or(0);
    for finding in shown {
        let when = finding.time.map(moment).unwrap_or_default();
        let front = format!("    {}  {}  ", pad(&when, 24), pad(&host(finding), longest_host));
        let ids = match finding.component_ids.as_slice() {
            [] => citation(&finding.evidence),
            [component] => format!("{}  {component}", citation(&finding.evidence)),
            [component, ..] => format!("{}  {component}…", citation(&finding.evidence)),
        };
        let room = sheet.width.saturating_sub(width(&front) + width(&ids) + 2).max(16);
        let telling = telling(finding);
        let telling = visible(&telling);
        let lines = if looks_like_path(&telling) {
            vec![cut_middle(&telling, room).into_owned()]
        } else {
            wrap(&telling, room, MOST_LINES)
        };
        let ids = sheet.paint(Paint::Dim, &ids);
        for (at, line) in lines.iter().enumerate() {
            if at == 0 {
                sheet.line(&format!("{front}{}  {ids}", pad(line, room)))?;
            } else {
                sheet.line(&format!("{}{line}", " ".repeat(width(&front))))?;
            }
        }
        cited.extend(shown_ids(&finding.evidence));
    }
    if group.len() > MOST_OF_A_RULE {
        sheet
            .line(&format!("    … and {} more of this rule (`-f jsonl` has them all)", group.len() - MOST_OF_A_RULE))?;
    }
    Ok(())
}

fn host(finding: &Finding) -> String {
    cut(&visible(&finding.host), 24).into_owned()
}

fn looks_like_path(text: &str) -> bool {
    !text.contains(' ') && text.contains(['\\', '/'])
}

/// The one value of the row that tells most.
fn telling(finding: &Finding) -> String {
    let text = |value: &Value| match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        _ => None,
    };
    let telling = TELLING.iter().find_map(|column| finding.row.get(*column).and_then(text));
    let any = || {
        finding.row.iter().filter(|(name, _)| !PLAIN.contains(&name.as_str())).find_map(|(name, value)| {
            let value = text(value)?;
            Some(format!("{name}={value}"))
        })
    };
    let component = || finding.components.first().cloned();
    telling.or_else(any).or_else(component).unwrap_or_default()
}
