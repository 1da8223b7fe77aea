//! Between Arrow columns and values.

mod build;
mod distinct;
mod numeric;
mod read;
mod strings;

pub use build::build;
pub(crate) use build::{Builder, repeat};
pub(crate) use distinct::each_once;
pub use distinct::repeated_texts;
pub(crate) use numeric::{binary_f64, binary_i64, compare_f64};
pub use read::{Reader, read};
pub(crate) use strings::{Cost, mark_strings, test_strings};
