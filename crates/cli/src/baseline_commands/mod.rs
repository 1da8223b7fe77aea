//! Written by `cargo xtask codegen` from the files of this directory. Do not edit.

mod diff;
mod write;

/// All subcommands of `baseline`, sorted by file name.
pub(crate) static ALL: &[&crate::command::Command] = &[&diff::COMMAND, &write::COMMAND];
