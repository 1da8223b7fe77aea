//! Aggregate functions, one a file. Written by `cargo xtask codegen`.

mod count;
mod make_set;

/// All of them.
pub static ALL: &[&crate::Aggregate] = &[&count::FUNCTION, &make_set::FUNCTION];
