//! What is said to the user on standard error. A closed standard error stops nothing.

use crate::command::Context;
use diagnostics::{Diagnostic, Problem, Severity, SourceText};
use report::text::{in_place, visible};
use report::{Paint, Style};
use std::io::Write;

/// Problems that are spelled out; an archive can have thousands.
const MOST_PROBLEMS: usize = 50;

fn say(text: &str) {
    let mut out = anstream::stderr().lock();
    let _ = writeln!(out, "{text}");
}

fn style(context: &Context) -> Style {
    Style { color: context.terminal.messages, width: None }
}

/// `error: …`, for what is no fault of a text.
pub(crate) fn error(context: &Context, text: &str) {
    let word = style(context).paint(Paint::Red, "error:");
    say(&format!("{word} {}", lines(text)));
}

/// `warning: …`, for what is no fault of a text.
pub(crate) fn warning(context: &Context, text: &str) {
    let word = style(context).paint(Paint::Yellow, "warning:");
    say(&format!("{word} {}", lines(text)));
}

pub(crate) fn note(text: &str) {
    say(&lines(text));
}

/// Every line made harmless; line ends stay.
fn lines(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}

/// Diagnostics in the order in which they were found, over the text they speak of.
pub(crate) fn diagnostics(context: &Context, source: &SourceText, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        say(&render(diagnostic, source, context.terminal.messages));
    }
}

/// A diagnostic as it is shown, ended by an empty line.
pub(crate) fn render(diagnostic: &Diagnostic, source: &SourceText, color: bool) -> String {
    let mut shown = diagnostic.clone();
    shown.message = visible(&shown.message).into_owned();
    for label in &mut shown.labels {
        label.text = visible(&label.text).into_owned();
    }
    shown.help = shown.help.map(|help| lines(&help));
    let source =
        SourceText { text: in_place(&source.text).into_owned(), name: visible(&source.name).into_owned(), ..*source };
    let mut text = shown.render(&source, color);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// What could not be read as it should.
pub(crate) fn problems(context: &Context, problems: &[Problem]) {
    for problem in problems.iter().take(MOST_PROBLEMS) {
        let paint = match problem.severity {
            Severity::Error => Paint::Red,
            Severity::Warning => Paint::Yellow,
            Severity::Info => Paint::Dim,
        };
        let word = style(context).paint(paint, &format!("{}:", problem.severity.as_str()));
        let place = if problem.place.is_empty() { String::new() } else { format!(", {}", problem.place) };
        let text = format!("{}{place}: {}", problem.path, problem.text);
        say(&format!("{word} {}", visible(&text)));
    }
    if problems.len() > MOST_PROBLEMS {
        note(&format!("… and {} more problems", problems.len() - MOST_PROBLEMS));
    }
}
