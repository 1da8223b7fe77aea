use super::Cited;
use super::sheet::{Sheet, citation, count, moment};
use crate::Paint;
use crate::text::{cut, pad, visible, width, wrap};
use detect::model::{EvidenceId, Incident, ScanResult, Step};
use std::io::Result;

/// Moments of an incident that are listed; the JSON has more.
const MOST_MOMENTS: usize = 40;

/// Lines of one moment: a command line starts with what matters most here, the rule's name.
const MOST_LINES: usize = 3;

/// Ids of one moment: there is little room beside it.
const MOST_IDS: usize = 2;

/// What happened, in order, an incident each.
pub(super) fn write(result: &ScanResult, sheet: &mut Sheet<'_>, cited: &mut Cited) -> Result<()> {
    for incident in &result.incidents {
        one(incident, sheet, cited)?;
    }
    Ok(())
}

fn one(incident: &Incident, sheet: &mut Sheet<'_>, cited: &mut Cited) -> Result<()> {
    let steps: Vec<String> = incident.steps.iter().map(|step| words(*step)).collect();
    let hosts = incident.hosts.join(", ");
    sheet.heading(&format!("What happened on {} ({})", cut(&visible(&hosts), 60), incident.id))?;
    sheet.field("steps", &steps.join(" → "))?;
    sheet.field("components", &incident.components.join(", "))?;
    for moment_of in incident.timeline.iter().take(MOST_MOMENTS) {
        let host = match incident.hosts.len() {
            0 | 1 => String::new(),
            _ => format!("{}  ", cut(&visible(&moment_of.host), 16)),
        };
        let step = pad(&words(moment_of.step), 9);
        let when = pad(&moment(moment_of.time), 24);
        let front = format!("  {when}  {step} {host}");
        let shown = format!("  {when}  {} {host}", sheet.paint(paint(moment_of.step), &step));
        let times = moment_of.times.map(|times| format!(" ({times} times)")).unwrap_or_default();
        let ids = short(&moment_of.evidence);
        let text = format!("{}{times}", visible(&moment_of.text));
        let room = sheet.width.saturating_sub(width(&front) + width(&ids) + 2).max(16);
        for (at, line) in wrap(&text, room, MOST_LINES).iter().enumerate() {
            if at == 0 {
                let ids = sheet.paint(Paint::Dim, &ids);
                sheet.line(&format!("{shown}{}  {ids}", pad(line, room)))?;
            } else {
                sheet.line(&format!("{}{line}", " ".repeat(width(&front))))?;
            }
        }
        cited.extend(moment_of.evidence.iter().take(MOST_IDS));
    }
    let more = incident.timeline.len().saturating_sub(MOST_MOMENTS) + incident.left_out;
    if more > 0 {
        sheet.line(&format!("  … and {} more (`-f jsonl` has the first 200)", count(more, "moment")))?;
    }
    Ok(())
}

/// `E3, E17, +4`.
fn short(ids: &[EvidenceId]) -> String {
    let shown = citation(ids.get(..MOST_IDS).unwrap_or(ids));
    if ids.len() > MOST_IDS { format!("{shown}, +{}", ids.len() - MOST_IDS) } else { shown }
}

fn words(step: Step) -> String {
    step.as_str().replace('_', " ")
}

const fn paint(step: Step) -> Paint {
    match step {
        Step::Drop | Step::Register | Step::Load => Paint::Yellow,
        Step::Act | Step::CleanUp => Paint::Red,
        Step::Recycle => Paint::Dim,
    }
}
