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
    /// How the names of such files end, in lower case, where a file of that name that is something else must be
    /// damaged or a disguise.
    pub(crate) endings: &'static [&'static str],
    /// What such a file is, in one or two words.
    pub(crate) noun: &'static str,
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
    /// After all programs, if one of them may be listed in it.
    Catalog,
    /// After all events, which may tell the computer's name.
    Requests(Requests),
    /// Before everything that needs to know the computer's name.
    Registry(crate::registry::ReadRegistry),
}

/// How a log of requests is read.
#[derive(Clone, Copy)]
pub(crate) struct Requests {
    /// The computer's name, where the start of the log has it.
    pub(crate) computer: fn(&Head<'_>) -> Option<String>,
    /// Reads the log of a computer.
    pub(crate) read: ReadOfHost,
}

pub(crate) type ReadOfHost = for<'a, 's, 'i> fn(&mut Reading<'a, 's>, &Input<'i>, host: &str) -> Result<(), ReadError>;

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

/// What looks through a file that no source recognises.
pub(crate) fn fragments() -> Option<&'static Source> {
    source::ALL.iter().copied().find(|source| source.name == "evtx-fragments")
}

/// What is to be said of a file that is not what its name says; `source` is what it is.
pub(crate) fn complaint(head: &Head<'_>, source: Option<&Source>) -> Option<String> {
    let name = head.path.to_lowercase();
    let of_its_name = |source: &&Source| source.endings.iter().any(|ending| name.ends_with(ending));
    let expected = source::ALL.iter().copied().find(of_its_name)?;
    let (wanted, bytes) = (article(expected.noun), head.bytes);
    Some(match source {
        Some(source) if source.name == expected.name => return None,
        Some(source) => format!("by its name {wanted}, by its content {}", article(source.noun)),
        None if bytes.is_empty() => format!("the file is empty; by its name it should be {wanted}"),
        None if bytes.iter().all(|byte| *byte == 0) => {
            format!("by its name {wanted}, but it starts with {} zero bytes; not read", bytes.len())
        }
        None => format!("by its name {wanted}, but it starts with {}; not read", start(bytes)),
    })
}

fn article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// The first bytes as a person reads them.
fn start(bytes: &[u8]) -> String {
    let first = bytes.get(..8).unwrap_or(bytes);
    if first.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ') {
        format!("`{}`", String::from_utf8_lossy(first))
    } else {
        format!("the bytes {}", first.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(" "))
    }
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
        check(b"#Software: x\n#Fields: date time cs-method cs-uri-stem\n", &["w3c"]);
        check(b"#Fields: date time c-ip s-reason s-queuename\n", &["httperr"]);
        check(b"#Fields: date time action protocol src-ip dst-ip\n", &[]);
        check(b"# Notes\nhello\n#Fields: date time cs-method c-ip\n", &["w3c"]);
        check(b"hello\n#Fields: date time cs-method c-ip\n", &[]);
        check(br#"{"EventTime":"2026-03-14 01:22:03","EventID":1,"SourceName":"x","Channel":"y"}"#, &["nxlog"]);
        check(br#"{"tables":[{"columns":[{"name":"TimeGenerated"}]}]}"#, &["log-analytics-json"]);
        check(&[b"regf".as_slice(), &[0; 60]].concat(), &["registry"]);
        check(b"Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SYSTEM]\r\n", &["registry-export"]);
        check(b"", &[]);
        check(b"hello", &[]);
        check(b"\0\0\0\0", &[]);
    }

    #[test]
    fn a_name_that_promises_more() {
        let check = |bytes: &[u8], path: &str, expect: Option<&str>| {
            let head = Head::new(bytes, path);
            assert_eq!(complaint(&head, source_of(&head)).as_deref(), expect);
        };
        check(b"", "a/Security.EVTX", Some("the file is empty; by its name it should be an event log"));
        check(&[0; 9], "a.evtx", Some("by its name an event log, but it starts with 9 zero bytes; not read"));
        check(b"not a log", "a.evtx", Some("by its name an event log, but it starts with `not a lo`; not read"));
        check(b"\x1f\x8b", "a.evtx", Some("by its name an event log, but it starts with the bytes 1F 8B; not read"));
        check(b"x", "web.config", Some("by its name a configuration file, but it starts with `x`; not read"));
        check(b"MZ", "s/web.config", Some("by its name a configuration file, by its content a program"));
        check(b"ElfFile\0", "a.csv", None);
        check(b"ElfFile\0", "a.evtx", None);
        check(b"", "notes.txt", None);
    }
}
