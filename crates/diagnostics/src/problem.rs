use crate::Severity;
use serde::Serialize;

/// Something in the evidence that could not be read as it should. What could be read was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    pub severity: Severity,
    /// The evidence file, relative to the argument that named it; zip members as `a.zip!/b.evtx`.
    pub path: String,
    /// Where in the file: `line 12, column 3`, `chunk 4 at 0x41000`; empty when the whole file is meant.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// What was found, and what was expected or lost.
    pub text: String,
}

impl Problem {
    pub fn warning(path: impl Into<String>, place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, path: path.into(), place: place.into(), text: text.into() }
    }

    pub fn error(path: impl Into<String>, place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { severity: Severity::Error, path: path.into(), place: place.into(), text: text.into() }
    }
}
