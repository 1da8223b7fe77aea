//! Evidence to rows: one file per kind of evidence under `source/`, one entry point, [`read`].
//!
//! ```
//! use sources::{ReadOptions, read};
//! let evidence = evidence::open(&["../../fixtures/real/evtx/sysmon.evtx"], &evidence::Limits::default());
//! let mut request = tables::Request::default();
//! request.want("DeviceProcessEvents", ["TimeGenerated", "FileName", "ProcessCommandLine"]);
//! let mut store = tables::Store::new(request, 64 << 20);
//! let summary = read(&evidence, &mut store, &ReadOptions::default()).unwrap();
//! assert_eq!(summary.records, 358);
//! assert_eq!(store.sources()[0].format, "evtx");
//! assert!(store.rows("DeviceProcessEvents") > 100);
//! ```

mod events;
mod export;
mod fold;
mod generated;
mod host;
mod json;
mod mapping;
mod read;
mod recognise;
mod registry;
mod rows;
mod sink;
mod source;
mod state;
mod text;
mod time;
mod told;
mod usable;
mod value;
mod w3c;

pub use host::{Host, HostOrigin};
pub use read::{ReadError, ReadOptions, ReadSummary, read};
pub use server::signature::{RootError, Trust};

pub(crate) use read::{Input, Reading};

/// What a file is, told by its first 64 KiB: the name of a format, `evtx`, `defender-csv` …; none when nothing here
/// reads it.
pub fn recognise(head: &[u8], path: &str) -> Option<&'static str> {
    recognise::source_of(&recognise::Head::new(head, path)).map(|source| source.name)
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A kind of evidence that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    pub name: &'static str,
    /// Where the format is documented.
    pub reference: &'static str,
}

/// Every kind of evidence that is read, sorted by name.
pub fn formats() -> Vec<Format> {
    let mut formats: Vec<_> =
        source::ALL.iter().map(|source| Format { name: source.name, reference: source.reference }).collect();
    formats.sort_by_key(|format| format.name);
    formats
}

/// A Windows event that gives rows of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MappedEvent {
    pub provider: &'static str,
    pub id: u32,
    /// The provider's own name of the event.
    pub title: &'static str,
    /// Where the event is documented.
    pub reference: &'static str,
    pub table: &'static str,
}

/// The Windows events that give rows of device and configuration tables, by mapping, event id and table.
pub fn mapped_events() -> Vec<MappedEvent> {
    mapping::mapped_events()
}
