use super::escape::escape;
use super::{MOST_ROWS, citation};
use detect::model::ScanResult;
use std::io::{Result, Write};

/// What happened, in order, an incident each.
pub(super) fn write(result: &ScanResult, out: &mut (dyn Write + Send)) -> Result<()> {
    for incident in result.incidents.iter().take(MOST_ROWS) {
        let steps: Vec<String> = incident.steps.iter().map(|step| step.as_str().replace('_', " ")).collect();
        writeln!(
            out,
            "<h2 id=\"{0}\">What happened on {1} ({0})</h2>\n<p>{2} <span class=\"dim\">{3}</span></p>\n<table>",
            escape(&incident.id),
            escape(&incident.hosts.join(", ")),
            escape(&steps.join(" → ")),
            links(&incident.components)
        )?;
        writeln!(
            out,
            "<tr><th>time</th><th>host</th><th>step</th><th>what</th><th>component</th><th>records</th></tr>"
        )?;
        for moment in &incident.timeline {
            let time = moment.time.to_string();
            let times = match (moment.times, moment.until) {
                (Some(times), Some(until)) => format!(" <span class=\"dim\">{times} times until {until}</span>"),
                _ => String::new(),
            };
            writeln!(
                out,
                "<tr><td class=\"time\">{}</td><td>{}</td><td class=\"step\">{}</td><td class=\"text\">{}{times}</td><td>{}</td><td>{}</td></tr>",
                time.get(..19).map(|front| front.replace('T', " ")).unwrap_or_default(),
                escape(&moment.host),
                escape(&moment.step.as_str().replace('_', " ")),
                escape(&moment.text),
                links(&moment.component_ids),
                citation(&moment.evidence)
            )?;
        }
        writeln!(out, "</table>")?;
        if incident.left_out > 0 {
            writeln!(out, "<p class=\"dim\">… and {} more moments.</p>", incident.left_out)?;
        }
    }
    Ok(())
}

/// Links to components.
fn links(ids: &[String]) -> String {
    let links: Vec<String> = ids.iter().map(|id| format!("<a href=\"#{0}\">{0}</a>", escape(id))).collect();
    links.join(" ")
}
