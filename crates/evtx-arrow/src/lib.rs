//! Reads Windows event logs (EVTX), also damaged ones, to Arrow record batches or event by event.
//!
//! A record of an event log is a *template* and a short array of values. Each template is compiled once, into a plan that
//! says which value goes where; after that a record costs the values that somebody asked for. A record that no plan fits
//! takes a general way, which gives the same. No bytes make the reader panic, recurse or allocate without bound; what is
//! wrong with a log is told by [`Issue`]s that carry chunk and offset.
//!
//! | to get | use |
//! |---|---|
//! | record batches of all or some [`Columns`] | [`batches`] |
//! | anything else made of events, on several threads, in order | [`harvest`] |
//! | event by event, from bytes in memory | [`LogReader`] |
//! | records from free space, memory or a piece of a disk | [`carve`] |
//!
//! Logs of any size are read from a stream; some mebibytes for each thread are in memory at a time.
//!
//! ```
//! use evtx_arrow::{Columns, Part, ReadOptions, Selector, Wanted, batches};
//! let log = std::fs::File::open("../../fixtures/real/evtx/sysmon.evtx").unwrap();
//! let starts = Wanted::any_of([Selector { ids: [1].into(), ..Selector::default() }]);
//! let columns = Columns::some([Part::Time, Part::Computer], ["Image", "CommandLine"]);
//! let mut rows = 0;
//! let log = batches(log, &ReadOptions::default(), &starts, &columns, &mut |batch| {
//!     assert_eq!(batch.num_columns(), 6); // with `record_id` and `event_id`
//!     rows += batch.num_rows();
//!     true
//! }).unwrap();
//! assert_eq!((log.records, rows > 100), (358, true));
//! ```
//!
//! Event by event:
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
