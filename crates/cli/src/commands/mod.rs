//! Written by `cargo xtask codegen` from the files of this directory. Do not edit.

mod baseline;
mod completions;
mod man;
mod query;
mod rules;
mod scan;
mod tables;

/// All subcommands, sorted by file name.
pub(crate) static ALL: &[&crate::command::Command] = &[
    &baseline::COMMAND,
    &completions::COMMAND,
    &man::COMMAND,
    &query::COMMAND,
    &rules::COMMAND,
    &scan::COMMAND,
    &tables::COMMAND,
];
