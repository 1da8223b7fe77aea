//! `iiswarden`: which components does this web server load, which of them do not belong, and who put them there?

mod args;
mod baseline_commands;
mod baseline_file;
mod command;
mod commands;
mod evidence_input;
mod exit;
mod interrupt;
mod listing;
mod messages;
mod output;
mod progress;
mod query_rows;
mod rule_commands;
mod rule_files;
mod terminal;
mod user_tables;

use clap::error::ErrorKind;
use command::Context;
use exit::Exit;
use std::process::ExitCode;

fn main() -> ExitCode {
    let matches = match command::cli().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            // Help and version go to standard output and are a success.
            let _ = error.print();
            return u8::try_from(error.exit_code()).map_or(Exit::USAGE, Exit::from).into();
        }
    };
    let context = Context::new(&matches);
    match command::run(&matches, &context) {
        Ok(exit) => exit.into(),
        Err(_) if interrupt::happened() => Exit::INTERRUPTED.into(),
        Err(error) => failed(&error, &context).into(),
    }
}

/// What a command's error means to the caller.
fn failed(error: &anyhow::Error, context: &Context) -> Exit {
    if let Some(usage) = error.downcast_ref::<clap::Error>() {
        let _ = usage.print();
        return if usage.kind() == ErrorKind::DisplayHelp { Exit::SUCCESS } else { Exit::USAGE };
    }
    messages::error(context, &format!("{error:#}"));
    Exit::FAILURE
}
