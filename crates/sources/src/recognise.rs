//! What a file is, told by its content and never by its name alone.

use crate::{Input, ReadError, Reading};
use crate::{json, source, text};
use std::cell::OnceCell;

/// Bytes of a file's start that are looked at.
pub(crate) const HEAD: usize = 64 << 10;

/// A kind of evidence file.
pub(crate) struct Source {
    /// Its name in output.
    pub(crate) name: &'static str,
    /// Where the format is documented.
    pub(crate) reference: &'static str,
    /// Whether a file is of this kind. No two kinds may claim one file.
    pub(crate) recognise: fn(&Head<'_>) -> bool,
    pub(crate) read: Read,
}

/// How and when a kind of file is read.
#[derive(Clone, Copy)]
pub(crate) enum Read {
    /// First, file by file, in order.
    Events(ReadOne),
    /// After all events, with the other configuration files of the same argument.
    Configuration,
    /// Last, if the configuration or its place makes it matter.
    Program,
}

pub(crate) type ReadOne = for<'a, 's, 'i> fn(&mut Reading<'a, 's>, &Input<'i>) -> Result<(), ReadError>;

/// The start of a file.
pub(crate) struct Head<'a> {
    pub(crate) bytes: &'a [u8],
    /// A name may decide between kinds that the content leaves open, never more.
    pub(crate) path: &'a str,
    text: OnceCell<Option<String>>,
    keys: OnceCell<Vec<String>>,
}

impl<'a> Head<'a> {
    pub(crate) const fn new(bytes: &'a [u8], path: &'a str) -> Self {
        Self { bytes, path, text: OnceCell::new(), keys: OnceCell::new() }
    }

    /// The start as text, when the file is text.
    pub(crate) fn text(&self) -> Option<&str> {
        self.text.get_or_init(|| text::decode_head(self.bytes)).as_deref()
    }

    /// The paths of the keys of the first JSON value, as in `records[].category`; empty when it is not JSON.
    pub(crate) fn json_keys(&self) -> &[String] {
        self.keys.get_or_init(|| self.text().map(json::key_paths).unwrap_or_default())
    }
}

pub(crate) fn source_of(head: &Head<'_>) -> Option<&'static Source> {
    source::ALL.iter().copied().find(|source| (source.recognise)(head))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_kinds_claim_a_file() {
        let check = |bytes: &[u8], expect: &[&str]| {
            let head = Head::new(bytes, "x");
            let claims: Vec<_> =
                source::ALL.iter().filter(|source| (source.recognise)(&head)).map(|source| source.name).collect();
            assert_eq!(claims, expect, "{}", String::from_utf8_lossy(bytes));
        };
        check(b"ElfFile\0", &["evtx"]);
        check(b"MZ\x90\0", &["pe"]);
        check(b"<configuration><system.webServer/></configuration>", &["iis-config"]);
        check(b"Timestamp,DeviceName,FileName\n", &["defender-csv"]);
        check(br#"{"Timestamp":"x","DeviceName":"y","FileName":"z"}"#, &["defender-json"]);
        check(
            br#"{"category":"AdvancedHunting-DeviceFileEvents","properties":{"Timestamp":"x"}}"#,
            &["defender-stream"],
        );
        check(br#"{"winlog":{"event_id":1,"channel":"x","provider_name":"y"}}"#, &["winlogbeat"]);
        check(br#"{"hits":{"hits":[{"_source":{"winlog":{"event_id":1,"channel":"x"}}}]}}"#, &["winlogbeat"]);
        check(br#"{"tables":[{"columns":[{"name":"TimeGenerated"}]}]}"#, &["log-analytics-json"]);
        check(b"", &[]);
        check(b"hello", &[]);
        check(b"\0\0\0\0", &[]);
    }
}
