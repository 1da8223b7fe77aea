//! Draws a diagnostic over its source lines, in the manner of rustc.

use crate::{Diagnostic, Severity, SourceText};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

pub(crate) fn render(diagnostic: &Diagnostic, source: &SourceText, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut group = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code));
    if !diagnostic.labels.is_empty() {
        let mut snippet = Snippet::source(&source.text).line_start(source.first_line).path(&source.name);
        for (i, label) in diagnostic.labels.iter().enumerate() {
            let kind = if i == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let range = clip(&source.text, label.span.start, label.span.end);
            snippet = snippet.annotation(kind.span(range).label(&label.text));
        }
        group = group.element(snippet);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// A byte range inside the text, on character boundaries, so that drawing can never fail.
fn clip(text: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(start);
    start..floor(end.max(start))
}
