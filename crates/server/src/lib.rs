//! One web server's state as its configuration tells it: what would be loaded, and the settings that matter.
//!
//! [`inspect`] finds the configuration files in the evidence; [`inspect_files`] takes files that were read
//! already. Every component keeps the file, line and column that register it. [`facts::judge`] adds what is
//! known of each component: stock or not, a known vendor's, a look-alike, oddly placed.
//!
//! Reads through `evidence` only, and knows nothing of tables or queries.

pub mod facts;
pub mod signature;

mod component;
mod config;
mod environment;
mod file;
mod file_kind;
mod history;
mod inspect;
mod paths;
mod schema;
mod sections;
mod server;

pub use component::{Bitness, Class, Component, Seen, Setting};
pub use environment::Environment;
pub use file::InputFile;
pub use file_kind::FileKind;
pub use history::Change;
pub use inspect::{ConfigFile, MoreFiles, ServerState, find_beside, inspect, inspect_files, inspect_with, is_config};
pub use paths::{canonical_path, file_name, folded_path, is_unresolved};
