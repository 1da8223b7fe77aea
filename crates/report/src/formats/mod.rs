//! Written by `cargo xtask codegen` from the files of this directory. Do not edit.

mod console;
mod csv;
mod json;
mod jsonl;
mod parquet;

/// All formats, sorted by file name.
pub static ALL: &[&crate::Format] = &[&console::FORMAT, &csv::FORMAT, &json::FORMAT, &jsonl::FORMAT, &parquet::FORMAT];
