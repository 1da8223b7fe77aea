//! Which event fills which columns: `mappings/*.toml`, compiled for what is asked of this run.

mod compile;
mod definition;
mod evaluate;
mod transform;

pub(crate) use compile::{Compiled, EventPlan, Plans, message, title};
pub(crate) use definition::mapped_events;
pub(crate) use transform::base_name;
