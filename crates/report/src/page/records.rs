use super::Cited;
use super::sheet::Sheet;
use crate::Paint;
use crate::text::visible;
use detect::model::{EvidenceRef, ScanResult};
use diagnostics::Severity;
use std::collections::BTreeMap;
use std::io::Result;

/// Problems that are listed; a hostile archive has as many as it likes.
const MOST_PROBLEMS: usize = 50;

/// The records that the page cites, by file.
pub(super) fn cited(result: &ScanResult, sheet: &mut Sheet<'_>, cited: &Cited) -> Result<()> {
    let mut files: BTreeMap<&str, Vec<&EvidenceRef>> = BTreeMap::new();
    for record in result.evidence.iter().filter(|e| cited.contains(&e.id)) {
        files.entry(&record.path).or_default().push(record);
    }
    if files.is_empty() {
        return Ok(());
    }
    sheet.heading(&format!("Cited records ({})", cited.len()))?;
    for (path, records) in files {
        sheet.clipped(&format!("  {path}"))?;
        let places: Vec<String> = records.iter().map(|record| place(record)).collect();
        // Lines of whole entries: an id is never parted from its record.
        let room = sheet.width.saturating_sub(4).max(16);
        let mut line = String::new();
        for place in places {
            if !line.is_empty() && line.len() + 2 + place.len() > room {
                sheet.line(&format!("    {line}"))?;
                line.clear();
            }
            if !line.is_empty() {
                line.push_str("  ");
            }
            line.push_str(&place);
        }
        sheet.line(&format!("    {line}"))?;
    }
    Ok(())
}

fn place(record: &EvidenceRef) -> String {
    let id = record.id.0;
    match (record.record, record.line) {
        (Some(number), _) => format!("E{id}=record {number}"),
        (None, Some(line)) => format!("E{id}=line {line}"),
        (None, None) => format!("E{id}"),
    }
}

/// What could not be read as it should.
pub(super) fn problems(result: &ScanResult, sheet: &mut Sheet<'_>) -> Result<()> {
    if result.problems.is_empty() {
        return Ok(());
    }
    sheet.heading(&format!("Problems ({})", result.problems.len()))?;
    for problem in result.problems.iter().take(MOST_PROBLEMS) {
        let paint = match problem.severity {
            Severity::Error => Paint::Red,
            Severity::Warning => Paint::Yellow,
            Severity::Info => Paint::Dim,
        };
        let word = problem.severity.as_str();
        let front = format!("  {word}  ");
        let shown = format!("  {}  ", sheet.paint(paint, word));
        let place = if problem.place.is_empty() { String::new() } else { format!(", {}", problem.place) };
        sheet.hanging(&front, &shown, &visible(&format!("{}{place}: {}", problem.path, problem.text)))?;
    }
    if result.problems.len() > MOST_PROBLEMS {
        sheet.line(&format!("  … and {} more (`-f jsonl` has them all)", result.problems.len() - MOST_PROBLEMS))?;
    }
    Ok(())
}
