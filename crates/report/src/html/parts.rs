use super::escape::escape;
use super::{MOST_ROWS, citation, more};
use detect::model::{Coverage, Finding, ScanResult, Severity};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{Result, Write};

pub(super) fn header(result: &ScanResult, out: &mut (dyn Write + Send)) -> Result<()> {
    let summary = &result.summary;
    let files = result.run.evidence.len();
    writeln!(out, "<p class=\"dim\">{files} files, {} records, {} rules", summary.records, result.run.rules)?;
    if let (Some(from), Some(to)) = (summary.from, summary.to) {
        writeln!(out, " · events from {from} to {to}")?;
    }
    let components: Vec<String> = summary.components.iter().map(|(v, n)| format!("{n} {}", v.as_str())).collect();
    let findings: Vec<String> = summary.findings.iter().rev().map(|(s, n)| format!("{n} {}", s.as_str())).collect();
    let findings = if findings.is_empty() { "none".to_owned() } else { findings.join(", ") };
    writeln!(
        out,
        "</p>\n<p>Components: {}. Findings: {findings}; {} suppressed. Problems: {}.</p>",
        components.join(", "),
        summary.suppressed,
        summary.problems
    )
}

pub(super) fn findings(result: &ScanResult, out: &mut (dyn Write + Send)) -> Result<()> {
    for severity in Severity::ALL.into_iter().rev() {
        let findings: Vec<&Finding> = result.findings.iter().filter(|f| f.severity == severity).collect();
        if findings.is_empty() {
            continue;
        }
        let word = severity.as_str();
        writeln!(out, "<h2>Findings, <span class=\"{word}\">{word}</span> ({})</h2>\n<table>", findings.len())?;
        writeln!(out, "<tr><th>time</th><th>host</th><th>finding</th><th>component</th><th>records</th></tr>")?;
        for finding in findings.iter().take(MOST_ROWS) {
            one(finding, out)?;
        }
        writeln!(out, "</table>")?;
        more(findings.len(), out)?;
    }
    Ok(())
}

fn one(finding: &Finding, out: &mut (dyn Write + Send)) -> Result<()> {
    let time = finding.time.map(|time| time.to_string()).unwrap_or_default();
    writeln!(
        out,
        "<tr><td class=\"time\">{}</td><td>{}</td><td class=\"text\">{} <span class=\"dim\">{} {}</span>",
        time.get(..19).map(|front| front.replace('T', " ")).unwrap_or_default(),
        escape(&finding.host),
        escape(&finding.name),
        escape(&finding.rule),
        escape(&finding.techniques.join(" "))
    )?;
    writeln!(out, "<details><summary class=\"dim\">row</summary><dl>")?;
    for (name, value) in &finding.row {
        let text = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        writeln!(out, "<dt>{}</dt><dd>{}</dd>", escape(name), escape(&text))?;
    }
    let components: Vec<String> =
        finding.component_ids.iter().map(|id| format!("<a href=\"#{0}\">{0}</a>", escape(id))).collect();
    let cited = citation(&finding.evidence);
    writeln!(out, "</dl></details></td><td>{}</td><td>{cited}</td></tr>", components.join(" "))
}

pub(super) fn posture(result: &ScanResult, out: &mut (dyn Write + Send)) -> Result<()> {
    if result.posture.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h2>Hardening ({}, no findings)</h2>\n<table>", result.posture.len())?;
    writeln!(out, "<tr><th>host</th><th>mitigation</th><th>what</th></tr>")?;
    for line in result.posture.iter().take(MOST_ROWS) {
        let command = line.command.as_ref().map(|c| format!("<pre>{}</pre>", escape(c))).unwrap_or_default();
        let place = line.place().unwrap_or_default();
        writeln!(
            out,
            "<tr><td>{}</td><td>{}</td><td>{} <span class=\"dim\">{}</span>{command}</td></tr>",
            escape(&line.host),
            escape(line.mitigation),
            escape(&line.text),
            escape(&place)
        )?;
    }
    writeln!(out, "</table>")
}

pub(super) fn coverage(result: &ScanResult, out: &mut (dyn Write + Send)) -> Result<()> {
    let mut hosts: BTreeMap<&str, Vec<&Coverage>> = BTreeMap::new();
    for row in &result.coverage {
        hosts.entry(&row.host).or_default().push(row);
    }
    for (host, rows) in hosts {
        writeln!(out, "<h2>Would these records show an attack on {}?</h2>\n<table>", escape(host))?;
        writeln!(
            out,
            "<tr><th>step</th><th>source</th><th></th><th>records</th><th>missing</th><th>switch on</th></tr>"
        )?;
        for row in rows {
            writeln!(
                out,
                "<tr><td>{}</td><td>{}</td><td class=\"{3}\">{3}</td><td>{2}</td><td>{4}</td><td>{5}</td></tr>",
                escape(&row.step.replace('_', " ")),
                escape(row.source),
                row.records,
                row.status.as_str(),
                escape(&row.missing.join(", ")),
                escape(&row.switch_on.join("; "))
            )?;
        }
        writeln!(out, "</table>")?;
    }
    Ok(())
}

pub(super) fn records(result: &ScanResult, out: &mut (dyn Write + Send)) -> Result<()> {
    if result.evidence.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h2>Cited records ({})</h2>\n<details><summary>list</summary>\n<table>", result.evidence.len())?;
    for record in result.evidence.iter().take(MOST_ROWS) {
        let place = match (record.record, record.line) {
            (Some(number), _) => format!("record {number}"),
            (None, Some(line)) => format!("line {line}"),
            (None, None) => String::new(),
        };
        let id = record.id.0;
        writeln!(
            out,
            "<tr id=\"E{id}\"><td>E{id}</td><td class=\"mono\">{}</td><td>{place}</td></tr>",
            escape(&record.path)
        )?;
    }
    writeln!(out, "</table></details>")?;
    more(result.evidence.len(), out)
}

pub(super) fn problems(result: &ScanResult, out: &mut (dyn Write + Send)) -> Result<()> {
    if result.problems.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h2>Problems ({})</h2>\n<table>", result.problems.len())?;
    for problem in result.problems.iter().take(MOST_ROWS) {
        let word = problem.severity.as_str();
        writeln!(
            out,
            "<tr><td class=\"{word}\">{word}</td><td class=\"mono\">{}</td><td class=\"text\">{}</td><td class=\"text\">{}</td></tr>",
            escape(&problem.path),
            escape(&problem.place),
            escape(&problem.text)
        )?;
    }
    writeln!(out, "</table>")?;
    more(result.problems.len(), out)
}
