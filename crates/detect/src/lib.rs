//! Rules over evidence: what fired, on which component, and what that says of it.

mod actors;
mod appcmd;
mod assemble;
pub mod baseline;
mod components;
mod correlate;
mod coverage;
mod exclusions;
pub mod export;
mod finding;
pub mod functions;
mod generated;
mod identity;
mod incident;
pub mod model;
mod needs;
mod number;
mod opened;
mod posture;
mod replay;
mod response;
mod row;
pub mod rule_test;
pub mod rules;
mod run;
mod scan;
mod verdict;
mod workers;

pub use exclusions::Exclusions;
pub use row::Row;
pub use scan::{ScanConfig, ScanError, scan};

use engine::Tables;
use std::sync::Arc;
use tables::Store;

/// The described tables without rows, with our own functions: for checking rules.
pub fn described() -> Tables {
    Tables::described().with_functions(functions::ALL.iter().copied())
}

/// The described tables with a store's rows, and our own functions.
pub fn tables_of(store: &Arc<Store>) -> Tables {
    Tables::of_store(Arc::clone(store)).with_functions(functions::ALL.iter().copied())
}
