//! A scan's result as one HTML page.

mod components;
mod escape;
mod incidents;
mod parts;

use detect::model::{EvidenceId, ScanResult, Verdict};
use escape::escape;
use std::io::{Result, Write};

/// Rows of one list: a page with a hundred thousand of them opens in no browser.
const MOST_ROWS: usize = 5000;

const STYLE: &str = include_str!("page.css");

pub(crate) fn write(result: &ScanResult, out: &mut (dyn Write + Send)) -> Result<()> {
    let run = &result.run;
    let title = escape(&format!("{} {}", run.tool, run.version));
    writeln!(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
    // The page itself forbids what no page of ours does: nothing is fetched, nothing runs.
    writeln!(
        out,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         base-uri 'none'; form-action 'none'\">"
    )?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(out, "<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>")?;
    parts::header(result, out)?;
    let accused = || result.components.iter().filter(|c| c.verdict <= Verdict::Suspicious);
    if accused().next().is_none() {
        writeln!(out, "<p>No component is malicious or suspicious by this evidence.</p>")?;
    }
    for component in accused().take(MOST_ROWS) {
        components::accused(component, out)?;
    }
    incidents::write(result, out)?;
    parts::findings(result, out)?;
    components::others(result, out)?;
    parts::posture(result, out)?;
    parts::coverage(result, out)?;
    parts::records(result, out)?;
    parts::problems(result, out)?;
    writeln!(out, "</body>\n</html>")
}

/// Links to cited records.
fn citation(ids: &[EvidenceId]) -> String {
    let links: Vec<String> = ids.iter().map(|id| format!("<a href=\"#E{0}\">E{0}</a>", id.0)).collect();
    links.join(" ")
}

fn more(total: usize, out: &mut (dyn Write + Send)) -> Result<()> {
    if total > MOST_ROWS {
        writeln!(out, "<p class=\"dim\">… and {} more; the JSON Lines have them all.</p>", total - MOST_ROWS)?;
    }
    Ok(())
}
