//! Written by `cargo xtask codegen` from the files of this directory. Do not edit.

mod console;
mod csv;
mod html;
mod json;
mod jsonl;
mod navigator;
mod ocsf;
mod parquet;
mod sarif;
mod timesketch;

/// All formats, sorted by file name.
pub static ALL: &[&crate::Format] = &[
    &console::FORMAT,
    &csv::FORMAT,
    &html::FORMAT,
    &json::FORMAT,
    &jsonl::FORMAT,
    &navigator::FORMAT,
    &ocsf::FORMAT,
    &parquet::FORMAT,
    &sarif::FORMAT,
    &timesketch::FORMAT,
];
