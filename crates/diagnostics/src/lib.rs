//! Problems that a user can cause and mend: one shape and one look for KQL, rules and IIS XML.
//!
//! A [`Diagnostic`] speaks of a place in a text (a query, a rule file); a [`Problem`] speaks of a place in
//! evidence (a log, a configuration file) that could not be read as it should.
//!
//! ```
//! use diagnostics::{Diagnostic, SourceText, Span};
//! let text = "DeviceFileEvents | wher x";
//! let diagnostic = Diagnostic::error("unknown-operator", "there is no operator `wher`")
//!     .at(Span::new(19, 23), "not an operator")
//!     .help("did you mean `where`?");
//! let shown = diagnostic.render(&SourceText::new("query", text), false);
//! assert!(shown.starts_with("error[unknown-operator]: there is no operator `wher`"));
//! ```

mod problem;
mod render;
mod span;

pub use problem::Problem;
pub use span::{LineColumn, SourceText, Span};

use serde::Serialize;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Info,
    Warning,
    Error,
}

impl Severity {
    /// `info`, `warning` or `error`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place in the text and what is to be said there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

/// One problem with a text that the user gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    /// A stable kebab-case name that scripts may rely on.
    pub code: &'static str,
    pub message: String,
    /// The first label is the primary one: its span is the diagnostic's place.
    pub labels: Vec<Label>,
    pub help: Option<String>,
}

impl Diagnostic {
    pub fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Self { severity, code, message: message.into(), labels: Vec::new(), help: None }
    }

    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// Adds a label; the first one added is the place of the diagnostic.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Where the problem is; an empty span at the start when it has no place.
    pub fn span(&self) -> Span {
        self.labels.first().map_or(Span::new(0, 0), |label| label.span)
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The diagnostic as a person reads it, with the lines of the text it speaks of.
    pub fn render(&self, source: &SourceText, color: bool) -> String {
        render::render(self, source, color)
    }
}

/// Whether any of the diagnostics is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(Diagnostic::is_error)
}
