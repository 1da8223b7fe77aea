//! A writer of Windows event log files (EVTX 3.1).
//!
//! The layout is the one that the Windows logger produces: a file header of 4,096 bytes, then chunks of 65,536
//! bytes, each with its own name table, template table and checksums. Every record instantiates one outer template
//! (the `System` part, 18 substitutions) whose last substitution is a binary XML fragment that instantiates a
//! second template (the `EventData` part). The first record of a chunk that needs a template carries its
//! definition; later records refer to it by offset.
//!
//! ```
//! use testkit::evtx::{Event, EvtxWriter, Provider, filetime};
//!
//! let sysmon = Provider::new("Microsoft-Windows-Sysmon", "5770385f-c22a-43e0-bf4c-06f5698ffbd9").unwrap();
//! let mut writer = EvtxWriter::new();
//! writer
//!     .event(
//!         Event::new(sysmon, 11, "Microsoft-Windows-Sysmon/Operational", "WEB01.corp.example")
//!             .time(filetime("2026-03-14T01:22:03.1234567Z").unwrap())
//!             .data("Image", r"C:\Windows\System32\cmd.exe")
//!             .data("ProcessId", 4120_u32),
//!     )
//!     .unwrap();
//! let bytes = writer.finish();
//! assert_eq!(bytes.len(), 4096 + 65536);
//! ```

mod binxml;
mod chunk;
mod crc32;
mod event;
mod value;
mod writer;

pub use event::{Data, Event, Provider};
pub use value::{Guid, ParseError, Sid, Value, filetime};
pub use writer::{EvtxError, EvtxWriter};

#[cfg(test)]
mod tests;
