//! Making diagnostics, and finding the place to go on after one.

use super::{MAX_DIAGNOSTICS, Parser, Reported, hints};
use crate::lexer::{Broken, Token, TokenKind};
use diagnostics::{Diagnostic, Span};

impl Parser<'_> {
    /// Records a diagnostic that does not stop the reading.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        if !self.is_silent() {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether a diagnostic would go unsaid, so that it need not be made.
    pub(super) fn is_silent(&self) -> bool {
        self.muted || self.diagnostics.len() >= MAX_DIAGNOSTICS
    }

    /// Adds help to the diagnostic that was recorded last, if one was since there were `before`, at `mark`.
    pub(super) fn add_help(&mut self, before: usize, mark: &str, help: &str) {
        if self.diagnostics.len() <= before {
            return;
        }
        let text = self.text;
        if let Some(last) = self.diagnostics.last_mut()
            && last.help.is_none()
            && text.get(last.span().start..last.span().end) == Some(mark)
        {
            last.help = Some(help.to_owned());
        }
    }

    pub(super) fn diagnostics_so_far(&self) -> usize {
        self.diagnostics.len()
    }

    /// Records a diagnostic that does.
    pub(crate) fn fail(&mut self, diagnostic: Diagnostic) -> Reported {
        self.report(diagnostic);
        Reported
    }

    /// The current token is not what the grammar asks for.
    pub(crate) fn expected(&mut self, what: &str) -> Reported {
        self.expected_or(what, None)
    }

    /// The same, with help for when the token itself suggests none.
    pub(super) fn expected_or(&mut self, what: &str, help: Option<&str>) -> Reported {
        if self.is_silent() {
            return Reported;
        }
        let token = self.peek(0);
        if let TokenKind::Broken(broken) = token.kind {
            return self.broken_literal(token, broken);
        }
        if let Some(lost) = self.stray_closer(token) {
            return self.fail(lost);
        }
        let found = self.describe(token);
        let mut diagnostic = Diagnostic::error("syntax", format!("expected {what}, found {found}"))
            .at(self.place_of_missing(token, what), format!("expected {what}"));
        if let Some(help) = hints::for_unexpected(self, what).or_else(|| help.map(str::to_owned)) {
            diagnostic = diagnostic.help(help);
        }
        self.fail(diagnostic)
    }

    /// What is missing where a line or the text ends is missing there, not on the line of the next `|`.
    fn place_of_missing(&self, token: Token, what: &str) -> Span {
        let ends =
            matches!(token.kind, TokenKind::End | TokenKind::Pipe | TokenKind::Semicolon) || token.kind.is_closer();
        if self.at == 0 || !ends || !token.starts_line || hints::is_separator(what) {
            return token.span;
        }
        let end = self.token(self.at - 1).span.end;
        Span::new(end, end)
    }

    /// A closer without an opener, which is better news than what was expected in its place.
    fn stray_closer(&self, token: Token) -> Option<Diagnostic> {
        if !token.kind.is_closer() || self.brackets.partner(self.at).is_some() {
            return None;
        }
        let mark = token.kind.mark();
        Some(
            Diagnostic::error("unmatched-bracket", format!("{mark} closes nothing"))
                .at(token.span, "no bracket is open here"),
        )
    }

    pub(crate) fn describe(&self, token: Token) -> String {
        match token.kind {
            TokenKind::End => "the end of the query".to_owned(),
            TokenKind::String => "a string".to_owned(),
            TokenKind::Word => {
                let more = hints::hyphenated(self, self.at);
                let span = if token == self.peek(0) { more } else { token.span };
                format!("`{}`", clip(self.text_of(span)))
            }
            _ => format!("`{}`", clip(self.text_of(token.span))),
        }
    }

    /// A string that does not end, or an escape that does not exist.
    pub(crate) fn broken_literal(&mut self, token: Token, broken: Broken) -> Reported {
        let literal = self.text_of(token.span);
        let diagnostic = match broken {
            Broken::Unclosed => {
                let body = literal.trim_start_matches(['h', 'H']);
                let fenced = body.starts_with(['`', '~']);
                let quote = if fenced { 3 } else { usize::from(body.starts_with('@')) + 1 };
                let width = literal.len() - body.len() + quote;
                let end = if fenced { "the query ends here" } else { "its line ends here" };
                Diagnostic::error("unclosed-string", "this string is not closed")
                    .at(Span::new(token.span.start, token.span.start + width), "opened here")
                    .at(Span::new(token.span.end, token.span.end), end)
                    .help("a string ends on its line; one over several lines stands between ``` and ```")
            }
            Broken::Escape(offset) => {
                let start = token.span.start + offset as usize;
                let escape: String = self.text_of(Span::new(start, token.span.end)).chars().take(2).collect();
                Diagnostic::error("invalid-escape", format!("`{escape}` is no escape in a string"))
                    .at(Span::new(start, start + escape.len()), "not an escape")
                    .help(r#"write `\\` for a backslash, or put `@` before the string: @"C:\Windows""#)
            }
        };
        let reported = self.fail(diagnostic);
        self.muted |= broken == Broken::Unclosed;
        reported
    }

    /// The bracket at `open_index` should be closed at the current token, but is not.
    pub(crate) fn unclosed(&mut self, open_index: usize, closer: TokenKind) -> Reported {
        if self.brackets.partner(open_index).is_some() {
            let what = match closer {
                TokenKind::RightBrace => "`;` or `}`",
                TokenKind::RightParen => "`,` or `)`",
                _ => "`,` or `]`",
            };
            return self.expected(what);
        }
        let token = self.peek(0);
        if let TokenKind::Broken(broken) = token.kind {
            return self.broken_literal(token, broken);
        }
        let open = self.token(open_index);
        let reported = self.fail(
            Diagnostic::error("unclosed-bracket", format!("{} is not closed", open.kind.mark()))
                .at(open.span, "opened here")
                .at(token.span, format!("expected {} before this", closer.mark())),
        );
        self.muted = true;
        reported
    }

    /// If the bracket entered last is never closed, that is what is wrong with whatever stands here.
    pub(super) fn bracket_never_closed(&mut self) -> Option<Reported> {
        let index = self.open.last().copied()?;
        if self.brackets.partner(index).is_some() || self.peek(0).kind.is_closer() {
            return None;
        }
        let closer = self.token(index).kind.closer()?;
        Some(self.unclosed(index, closer))
    }

    /// The bracket at the current place is never closed.
    pub(crate) fn unclosed_here(&mut self) -> Reported {
        let open = self.peek(0);
        let index = self.at;
        let closer = open.kind.closer().unwrap_or(TokenKind::RightParen);
        while !self.at(TokenKind::End) {
            self.bump();
        }
        self.unclosed(index, closer)
    }

    pub(crate) fn too_deep(&mut self, span: Span) -> Reported {
        let reported = self.fail(
            Diagnostic::error("too-deep", "the query is nested too deeply to be read")
                .at(span, "here")
                .help("split it with `let`, or use `in (…)` or `has_any (…)` instead of a long chain"),
        );
        self.muted = true;
        reported
    }

    /// Passes the rest of a broken operator or source that began at token `start`: to the next `|` or `;` at its own
    /// depth, or to the bracket that closes what it stands in.
    pub(crate) fn recover(&mut self, start: usize, stop_at_pipe: bool) {
        let depth = self.brackets.depth(start);
        loop {
            let token = self.peek(0);
            let here = self.brackets.depth(self.at);
            let closes = token.kind.is_closer() && here < depth;
            match token.kind {
                TokenKind::End => return,
                _ if closes => return,
                TokenKind::Semicolon if here <= depth => return,
                TokenKind::Pipe if stop_at_pipe && here <= depth => return,
                TokenKind::Broken(_) => self.muted = true,
                _ => {}
            }
            self.bump();
        }
    }
}

/// At most 40 characters of a token, on one line.
fn clip(text: &str) -> String {
    let line: String = text.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.len() < text.len() { format!("{line}…") } else { line }
}
