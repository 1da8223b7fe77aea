//! Between Arrow columns and values.

mod build;
mod numeric;
mod read;
mod strings;

pub(crate) use build::Builder;
pub use build::build;
pub(crate) use numeric::{binary_f64, binary_i64};
pub use read::{Reader, read};
pub(crate) use strings::test_strings;
