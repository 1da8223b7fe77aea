use super::sheet::Sheet;
use crate::Paint;
use crate::text::{cut, pad, visible, width};
use detect::model::{Coverage, Covered, ScanResult};
use std::collections::BTreeMap;
use std::io::Result;

/// Hosts whose table is drawn.
const MOST_HOSTS: usize = 5;

/// Would we have seen it? A table of steps by sources for each host, and what to switch on.
pub(super) fn write(result: &ScanResult, sheet: &mut Sheet<'_>) -> Result<()> {
    let mut hosts: BTreeMap<&str, Vec<&Coverage>> = BTreeMap::new();
    for row in &result.coverage {
        hosts.entry(&row.host).or_default().push(row);
    }
    let count = hosts.len();
    for (host, rows) in hosts.into_iter().take(MOST_HOSTS) {
        sheet.heading(&format!("Would these records show an attack on {}?", cut(&visible(host), 40)))?;
        table(&rows, sheet)?;
    }
    if count > MOST_HOSTS {
        sheet.line(&format!("  … and {} more hosts (`-f jsonl` has them all)", count - MOST_HOSTS))?;
    }
    Ok(())
}

fn table(rows: &[&Coverage], sheet: &mut Sheet<'_>) -> Result<()> {
    let mut steps: Vec<&str> = Vec::new();
    let mut sources: Vec<&str> = Vec::new();
    for row in rows {
        for (list, name) in [(&mut steps, row.step), (&mut sources, row.source)] {
            if !list.contains(&name) {
                list.push(name);
            }
        }
    }
    // A source of which nothing is there says the same on every step.
    sources.sort_unstable();
    let (there, absent): (Vec<&str>, Vec<&str>) =
        sources.into_iter().partition(|s| rows.iter().any(|r| r.source == *s && r.status != Covered::No));
    let widths: Vec<usize> = there.iter().map(|source| width(source).max(7) + 2).collect();
    let header: String = there.iter().zip(&widths).map(|(source, w)| pad(source, *w)).collect();
    let header = format!("  {}{header}", pad("", 10));
    if width(header.trim_end()) > sheet.width {
        // No room for a table: a line a step.
        for step in steps {
            let cells: Vec<String> = there
                .iter()
                .filter_map(|source| cell(rows, step, source).map(|c| format!("{source} {}", c.status.as_str())))
                .collect();
            sheet.hanging("  ", "  ", &format!("{}: {}", step.replace('_', " "), cells.join(", ")))?;
        }
    } else {
        let shown = sheet.paint(Paint::Dim, header.trim_end());
        sheet.line(&shown)?;
        for step in steps {
            let mut line = format!("  {}", pad(&step.replace('_', " "), 10));
            for (source, w) in there.iter().zip(&widths) {
                let Some(cell) = cell(rows, step, source) else {
                    line.push_str(&pad("-", *w));
                    continue;
                };
                let paint = match cell.status {
                    Covered::Yes => Paint::Green,
                    Covered::Partial => Paint::Yellow,
                    Covered::No => Paint::Red,
                };
                let word = cell.status.as_str();
                line.push_str(&sheet.paint(paint, word));
                line.push_str(&" ".repeat(w.saturating_sub(width(word))));
            }
            sheet.line(&line)?;
        }
    }
    if !absent.is_empty() {
        sheet.field("nothing of", &absent.join(", "))?;
    }
    let lacking = rows.iter().filter(|row| there.contains(&row.source));
    let mut advice: Vec<&str> = Vec::new();
    for text in lacking.flat_map(|row| &row.switch_on) {
        if !advice.contains(text) {
            advice.push(text);
        }
    }
    for (at, text) in advice.iter().enumerate() {
        sheet.field(if at == 0 { "switch on" } else { "" }, text)?;
    }
    Ok(())
}

fn cell<'a>(rows: &[&'a Coverage], step: &str, source: &str) -> Option<&'a Coverage> {
    rows.iter().copied().find(|row| row.step == step && row.source == source)
}
