//! Written by `cargo xtask codegen` from the files of this directory. Do not edit.

mod check;
mod export;
mod list;
mod show;
mod test;

/// All subcommands of `rules`, sorted by file name.
pub(crate) static ALL: &[&crate::command::Command] =
    &[&check::COMMAND, &export::COMMAND, &list::COMMAND, &show::COMMAND, &test::COMMAND];
