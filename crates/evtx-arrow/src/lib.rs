//! Reads Windows event logs (EVTX), also damaged ones.
//!
//! [`EventReader`] is what callers program against; [`LogReader`] is the reader. It gives every record that can
//! be read and an [`Issue`] for every place that cannot, never panics on any bytes, and passes over records that
//! the caller does not want ([`Wanted`]) as cheaply as it can.
//!
//! ```
//! use evtx_arrow::{EventReader, LogReader, Selector, Wanted};
//! let log = std::fs::read("../../fixtures/real/evtx/new-user-security.evtx").unwrap();
//! let wanted = Wanted::any_of([Selector { channel: Some("Security".into()), ids: [4720].into(), ..Selector::default() }]);
//! let mut created = Vec::new();
//! let log = LogReader.read(&log, &wanted, &mut |event| {
//!     created.push(event.value("TargetUserName").unwrap_or("").to_owned());
//! });
//! assert_eq!(created, ["IEUser"]);
//! assert_eq!(log.records, 4);
//! assert!(log.issues.iter().all(|issue| issue.is_note()));
//! ```

mod bytes;
mod carve;
mod chunk;
mod columns;
mod draft;
mod event;
mod fill;
mod flaw;
mod gather;
mod general;
mod harvest;
mod issue;
mod needs;
mod outcome;
mod part;
mod plan;
mod program;
mod reader;
mod record;
mod records;
mod render;
mod templates;
pub mod ticks;
mod tokens;
mod utf16;
mod value;
mod walk;
mod wanted;

pub use columns::{Columns, batches};
pub use event::{Event, Field, Section};
pub use gather::ReadOptions;
pub use harvest::{Harvest, Origin, Route};
pub use issue::Issue;
use issue::Issues;
pub use needs::{Needs, Part};
pub use outcome::Outcome;
pub use reader::{EventReader, LogReader, carve, harvest, looks_like_log};
pub use wanted::{Selector, Wanted};
