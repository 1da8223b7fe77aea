//! Comma-separated values for spreadsheets: a row for each finding, or the rows of a query.

use crate::separated::{cell, quoted};
use crate::text::visible;
use crate::{Format, QueryTable, Style};
use detect::model::{Component, EvidenceId, EvidenceRef, Finding, ScanResult};
use std::collections::BTreeMap;
use std::io::{Result, Write};

pub(super) static FORMAT: Format = Format {
    id: "csv",
    extension: "csv",
    doc: "Comma-separated values, guarded against formulas",
    scan: Some(scan),
    query: Some(query),
};

const COLUMNS: &str = "time,severity,host,rule,rule_guid,name,tactics,techniques,component_ids,components,\
verdict,image,evidence,records,row";

fn scan(result: &ScanResult, out: &mut (dyn Write + Send), _: &Style) -> Result<()> {
    writeln!(out, "{COLUMNS}")?;
    let components: BTreeMap<&str, &Component> = result.components.iter().map(|c| (c.id.as_str(), c)).collect();
    let records: BTreeMap<EvidenceId, &EvidenceRef> = result.evidence.iter().map(|e| (e.id, e)).collect();
    for finding in &result.findings {
        let cells = cells(finding, &components, &records);
        let cells: Vec<String> = cells.iter().map(|text| quoted(text)).collect();
        writeln!(out, "{}", cells.join(","))?;
    }
    Ok(())
}

fn cells(
    finding: &Finding,
    components: &BTreeMap<&str, &Component>,
    records: &BTreeMap<EvidenceId, &EvidenceRef>,
) -> [String; 15] {
    let named: Vec<&Component> =
        finding.component_ids.iter().filter_map(|id| components.get(id.as_str()).copied()).collect();
    let cited = finding.evidence.iter().filter_map(|id| records.get(id)).map(|record| place(record));
    [
        finding.time.map(|time| time.to_string()).unwrap_or_default(),
        finding.severity.as_str().to_owned(),
        finding.host.clone(),
        finding.rule.clone(),
        finding.rule_guid.clone(),
        finding.name.clone(),
        finding.tactics.join("; "),
        finding.techniques.join("; "),
        finding.component_ids.join("; "),
        finding.components.join("; "),
        named.iter().map(|c| c.verdict).min().map(|verdict| verdict.as_str().to_owned()).unwrap_or_default(),
        named.iter().map(|c| c.image.as_str()).collect::<Vec<_>>().join("; "),
        finding.evidence.iter().map(|id| format!("E{}", id.0)).collect::<Vec<_>>().join("; "),
        cited.collect::<Vec<_>>().join("; "),
        serde_json::Value::Object(finding.row.clone()).to_string(),
    ]
}

/// A record as one word: `logs/Sysmon.evtx#1187`.
fn place(record: &EvidenceRef) -> String {
    match record.record.or(record.line) {
        Some(number) => format!("{}#{number}", record.path),
        None => record.path.clone(),
    }
}

fn query(tables: &[QueryTable<'_>], out: &mut (dyn Write + Send), _: &Style) -> Result<()> {
    for (at, table) in tables.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        let header: Vec<String> = table.columns.iter().map(|column| quoted_name(&column.name)).collect();
        writeln!(out, "{}", header.join(","))?;
        table.rows.visit(&mut |values| {
            let cells: Vec<String> = values.iter().map(cell).collect();
            writeln!(out, "{}", cells.join(","))
        })?;
    }
    Ok(())
}

/// A column's name, bare where it is a plain word.
fn quoted_name(name: &str) -> String {
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if plain { name.to_owned() } else { quoted(&visible(name)) }
}
