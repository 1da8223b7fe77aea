use super::sheet::{Sheet, count};
use crate::text::visible;
use crate::{Paint, text::pad};
use detect::model::ScanResult;
use std::collections::BTreeSet;
use std::io::Result;

/// Lines that are listed.
const MOST_LINES: usize = 20;

/// Settings that make attacks easier, and the commands that mend them.
pub(super) fn write(result: &ScanResult, sheet: &mut Sheet<'_>) -> Result<()> {
    if result.posture.is_empty() {
        return Ok(());
    }
    let hosts: BTreeSet<&str> = result.posture.iter().map(|line| line.host.as_str()).collect();
    sheet.heading(&format!("Hardening ({}, no findings)", count(result.posture.len(), "setting")))?;
    for line in result.posture.iter().take(MOST_LINES) {
        let front = format!("  {}  ", line.mitigation);
        let host = if hosts.len() > 1 { format!("{}: ", line.host) } else { String::new() };
        let place = line.place().map(|place| format!(" [{place}]")).unwrap_or_default();
        sheet.hanging(&front, &sheet.paint(Paint::Dim, &front), &format!("{host}{}{place}", line.text))?;
        if let Some(command) = &line.command {
            sheet.line(&format!("{}{}", pad("", 10), sheet.paint(Paint::Cyan, &visible(command))))?;
        }
    }
    if result.posture.len() > MOST_LINES {
        sheet.line(&format!("  … and {} more (`-f jsonl` has them all)", result.posture.len() - MOST_LINES))?;
    }
    Ok(())
}
