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
//! Which programs started others, and how often: three columns of the process starts, of which one is a dictionary, as
//! few programs start many.
//!
//! ```
//! use evtx_arrow::arrow::array::{Array, AsArray};
//! use evtx_arrow::arrow::datatypes::Int32Type;
//! use evtx_arrow::{Columns, Part, ReadOptions, Selector, Wanted, batches};
//! use std::collections::BTreeMap;
//!
//! let log = std::fs::File::open("../../fixtures/real/evtx/sysmon.evtx")?;
//! let starts = Wanted::any_of([Selector {
//!     provider: Some("Microsoft-Windows-Sysmon".into()),
//!     ids: [1].into(),
//!     ..Selector::default()
//! }]);
//! let columns = Columns::some([Part::Time], ["ParentImage", "CommandLine"]).dictionaries(["ParentImage"]);
//! let options = ReadOptions { threads: 2, ..ReadOptions::default() };
//! let (mut counts, mut longest) = (BTreeMap::<String, usize>::new(), 0);
//! let log = batches(log, &options, &starts, &columns, &mut |batch| {
//!     // `record_id`, `event_id`, `time`, then the fields.
//!     assert_eq!(batch.num_columns(), 5);
//!     let parents = batch["ParentImage"].as_dictionary::<Int32Type>();
//!     for parent in parents.downcast_dict::<evtx_arrow::arrow::array::StringArray>().into_iter().flatten().flatten() {
//!         *counts.entry(parent.to_owned()).or_default() += 1;
//!     }
//!     let lines = batch["CommandLine"].as_string::<i32>();
//!     longest = lines.iter().flatten().map(str::len).max().unwrap_or(0).max(longest);
//!     true
//! })?;
//! assert_eq!(log.records, 358);
//! assert!(counts.len() > 5 && counts.values().sum::<usize>() > 100 && longest > 100);
//! assert!(log.issues.iter().all(|issue| issue.is_note()), "nothing is damaged");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A column reads its own value of a record and no other; a record that [`Wanted`] turns down costs the places of its
//! values. What follows from a template and from the types of a record's values is found out for the first such record
//! and holds for all that come after it.
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
mod layout;
mod needs;
mod outcome;
mod part;
mod plan;
mod program;
mod reader;
mod record;
mod records;
mod render;
mod shape;
mod templates;
pub mod ticks;
mod tokens;
mod utf16;
mod value;
mod walk;
mod wanted;

/// The version of Arrow whose record batches [`batches`] gives.
pub use arrow;
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
