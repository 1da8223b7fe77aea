use crate::recognise::{Head, Read, Source};

/// Programs and DLLs. A disk holds many thousands; those that matter to a web server are read (`state/programs.rs`).
pub(super) static SOURCE: Source = Source {
    name: "pe",
    reference: "https://learn.microsoft.com/windows/win32/debug/pe-format",
    recognise: |head: &Head<'_>| head.bytes.starts_with(b"MZ"),
    endings: &[],
    noun: "program",
    read: Read::Program,
};
