use crate::FileKind;
use crate::config::Standing;
use formats::iis_xml::{Document, Element};

/// A file that was read already.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InputFile {
    /// As evidence calls it.
    pub path: String,
    /// Where it was on the examined server, when known ([`evidence::Item::windows_path`]).
    pub windows_path: Option<String>,
    pub bytes: Vec<u8>,
    /// When it was last written, in units of 100 ns since 1970, as far as the evidence tells.
    pub modified: Option<i64>,
}

impl From<(String, Vec<u8>)> for InputFile {
    fn from((path, bytes): (String, Vec<u8>)) -> Self {
        Self { path, bytes, ..Self::default() }
    }
}

/// A configuration file, parsed.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) windows_path: Option<String>,
    pub(crate) modified: Option<i64>,
    pub(crate) kind: FileKind,
    pub(crate) standing: Standing,
    pub(crate) document: Document,
    /// Elements from these indices on come from these other files (`configSource`, `childSource`).
    pub(crate) included: Vec<(usize, String)>,
}

impl File {
    /// The file that an element was written in.
    pub(crate) fn of_element(&self, index: usize) -> &str {
        let from = self.included.iter().rev().find(|(start, _)| *start <= index);
        from.map_or(&self.path, |(_, path)| path)
    }

    /// Its folder as evidence calls it.
    pub(crate) fn folder(&self) -> String {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder).to_lowercase()
    }

    /// Whether shared configuration replaces files of its kind.
    pub(crate) fn is_shared(&self) -> bool {
        matches!(self.kind, FileKind::ApplicationHost | FileKind::Administration)
    }

    /// Where it was on the server or lies in the evidence: lower case, `/` between the parts.
    pub(crate) fn place(&self) -> String {
        format!("/{}", self.windows_path.as_deref().unwrap_or(&self.path).to_lowercase().replace('\\', "/"))
    }
}

/// `line 3, column 7`.
pub(crate) fn place_of(element: &Element) -> String {
    format!("line {}, column {}", element.line, element.column)
}
