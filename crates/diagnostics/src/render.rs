//! Draws a diagnostic over its source lines, in the manner of rustc.

use crate::{Diagnostic, Severity, SourceText};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::ops::Range;

/// Lines longer than this are cut around what is marked: drawing a megabyte takes a second and helps nobody.
const LONG_LINE: usize = 1_000;
/// What is shown of a long line before and after the marked places, in bytes.
const AROUND: usize = 120;

pub(crate) fn render(diagnostic: &Diagnostic, source: &SourceText, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut group = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code));
    if !diagnostic.labels.is_empty() {
        let window = window(diagnostic, &source.text);
        let at = source.line_column(diagnostic.span().start);
        let first_line = source.line_column(window.start).line;
        let is_cut = source.line_column(window.start).column > 1;
        let text = source.text.get(window.clone()).unwrap_or_default();
        let mut snippet = Snippet::source(text).line_start(first_line);
        if is_cut {
            // The drawn column would be that in the cut line.
            group = group.element(Origin::path(&source.name).line(at.line).char_column(at.column));
        } else {
            snippet = snippet.path(&source.name);
        }
        for (i, label) in diagnostic.labels.iter().enumerate() {
            let kind = if i == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let range = clip(&source.text, label.span.start, label.span.end, &window);
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

/// The part of the text to draw: the lines of all labels, or a part of them where they are long.
fn window(diagnostic: &Diagnostic, text: &str) -> Range<usize> {
    let start = diagnostic.labels.iter().map(|l| l.span.start).min().unwrap_or(0);
    let end = diagnostic.labels.iter().map(|l| l.span.end.max(l.span.start)).max().unwrap_or(0);
    let (start, end) = (floor(text, start), floor(text, end));
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let first = if start - line_start > LONG_LINE { floor(text, start - AROUND) } else { line_start };
    let last = if line_end - end > LONG_LINE { floor(text, end + AROUND) } else { line_end };
    first..last
}

/// A label's range within the window, on character boundaries, so that drawing can never fail. A label that starts
/// a long way before another is drawn up to where the text is long.
fn clip(text: &str, start: usize, end: usize, window: &Range<usize>) -> Range<usize> {
    let within = |at: usize| floor(text, at).clamp(window.start, window.end) - window.start;
    let start = within(start);
    let end = within(end).max(start);
    let most = floor(text, window.start + start + LONG_LINE).clamp(window.start, window.end) - window.start;
    start..end.min(most).max(start)
}

/// The last character boundary at or before a place.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use crate::{Diagnostic, SourceText, Span};

    #[test]
    fn a_megabyte_on_one_line_is_cut_around_the_place() {
        let text = format!("{}HERE{}", "x".repeat(1 << 20), "y".repeat(1 << 20));
        let at = 1 << 20;
        let diagnostic = Diagnostic::error("c", "m").at(Span::new(at, at + 4), "this");
        let shown = diagnostic.render(&SourceText::new("q", text), false);
        assert!(shown.len() < 2_000, "{}", shown.len());
        assert!(shown.contains("HERE") && shown.contains(&format!("q:1:{}", at + 1)), "{shown}");
    }

    #[test]
    fn any_span_can_be_drawn() {
        let text = "é€\nab";
        for start in 0..10 {
            for end in 0..10 {
                let diagnostic =
                    Diagnostic::error("c", "m").at(Span::new(start, end), "a").at(Span::new(end, start), "b");
                assert!(diagnostic.render(&SourceText::new("q", text), false).starts_with("error[c]: m"));
            }
        }
    }

    #[test]
    fn a_long_label_ends_between_characters() {
        for shift in 0..4 {
            let text = format!("{}\n{}", "x".repeat(shift), "\u{2014}\n".repeat(1_000));
            let diagnostic = Diagnostic::error("c", "m").at(Span::new(0, text.len()), "all");
            assert!(diagnostic.render(&SourceText::new("q", text), false).starts_with("error[c]: m"));
        }
    }

    #[test]
    fn lines_count_from_the_place_in_the_file() {
        let mut source = SourceText::new("rule.yaml", "T\n| wher x");
        source.first_line = 40;
        let shown = Diagnostic::error("c", "m").at(Span::new(4, 8), "").render(&source, false);
        assert!(shown.contains("rule.yaml:41:3"), "{shown}");
    }
}
