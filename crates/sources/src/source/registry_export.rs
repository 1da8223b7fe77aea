use crate::recognise::{Head, Read, Source};
use crate::registry::read_export;

/// Registry keys exported as text.
pub(super) static SOURCE: Source = Source {
    name: "registry-export",
    reference: "https://support.microsoft.com/help/310516",
    recognise: |head: &Head<'_>| head.text().is_some_and(formats::registry::is_export),
    endings: &[".reg"],
    noun: "registry export",
    read: Read::Registry(read_export),
};
