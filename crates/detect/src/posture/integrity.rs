//! M1047: whether there is a baseline to compare components with.

use super::{Lines, line};
use crate::response::quote::argument;

pub(super) const COMPONENTS: &str = "IisComponents | summarize Components = count() by Host";

pub(super) fn look(lines: &mut Lines<'_>) {
    if lines.config.baseline.is_some() {
        return;
    }
    let evidence: Vec<String> = lines.config.evidence.iter().map(|path| argument(path)).collect();
    for (host, row, _) in lines.rows(COMPONENTS) {
        let text = format!(
            "no baseline was given: whether one of the {} components is new here, or its file another than before, \
             is not known; once the server is clean, keep one for `scan --baseline`",
            row.text("Components")
        );
        let file = argument(&format!("{host}.json"));
        let command = format!("iiswarden baseline write {} -o {file}", evidence.join(" "));
        lines.add(line(host, "M1047", text, Some(command)));
    }
}
