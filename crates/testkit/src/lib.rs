//! Writers of small, valid evidence for tests and fixtures. Used by development only; the program never writes these formats.
//!
//! - [`evtx`]: Windows event logs, as the Windows logger lays them out.
//! - [`pe`]: DLLs with chosen exports whose functions do nothing.
//! - [`registry`]: registry hives and their transaction logs.

pub mod evtx;
pub mod pe;
pub mod registry;
