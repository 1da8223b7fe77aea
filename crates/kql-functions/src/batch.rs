//! Between Arrow columns and values.

mod build;
mod distinct;
mod numeric;
mod read;
mod strings;
mod view_ids;

pub use build::build;
pub(crate) use build::{Builder, repeat};
pub(crate) use distinct::each_once;
pub use distinct::repeated_texts;
pub(crate) use numeric::{binary_f64, binary_i64, compare_f64};
pub use read::{Reader, read};
pub(crate) use strings::{ANY_LENGTH, Cost, mark_strings, test_strings};
pub(crate) use view_ids::ViewIds;
