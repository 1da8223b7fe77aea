//! What the tables are, how rows are built, and where they are kept.
//!
//! `tables/*.toml` describe every table: columns, types, documentation, aliases. Readers fill
//! [`TableBuilder`]s, the [`Store`] keeps the batches and knows which record each row came from.
//!
//! ```
//! use tables::{Cell, Request, Store, registry};
//! let mut request = Request::default();
//! request.want("DeviceFileEvents", ["TimeGenerated", "FileName"]);
//! let mut store = Store::new(request, 64 << 20);
//! let source = store.add_source("logs/Sysmon.evtx", "evtx", 69632, 0);
//! let mut builder = store.builder("DeviceFileEvents").unwrap();
//! let name = builder.column("FileName").unwrap();
//! builder.set(name, Cell::Str("x.dll"));
//! builder.finish_row(source.row(1187));
//! let batch = builder.finish().unwrap();
//! store.append("DeviceFileEvents", batch).unwrap();
//! assert_eq!(store.rows("DeviceFileEvents"), 1);
//! assert!(registry().get("DeviceFileEvents").unwrap().column("FolderPath").is_some());
//! ```

mod builder;
mod definition;
mod filter;
mod generated;
mod matcher;
mod registry;
mod request;
mod row_id;
mod spill;
mod store;
mod workspace;

pub use builder::{Cell, TableBuilder};
pub use definition::{Alias, Column, ColumnType, DefinitionError, Kind, Table};
pub use filter::{Filter, TextTest};
pub use matcher::{Cells, Found, Matcher};
pub use registry::{Registry, registry};
pub use request::{Columns, Request, TableRequest};
pub use row_id::{Record, RowId, SourceId};
pub use store::{SourceEntry, Store, StoreError};
pub use workspace::{Workspace, described, workspace};

/// The hidden column that holds each row's [`RowId`]. No KQL name reaches it.
pub const ROW_ID_COLUMN: &str = "$row";
