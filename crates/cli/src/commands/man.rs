//! `iiswarden man`

use crate::command::{Command, Context, cli};
use crate::exit::Exit;
use crate::output::quiet;
use clap::{Args, FromArgMatches};
use std::io::{Write, stdout};

/// Write the manual page of the program, or of one of its commands, as roff
#[derive(Debug, Args)]
struct Arguments {
    /// The command, such as `scan` or `rules check`
    command: Vec<String>,
}

pub(crate) static COMMAND: Command = Command {
    name: "man",
    clap: |command| Arguments::augment_args(command).display_order(91),
    run: |matches, context| run(&Arguments::from_arg_matches(matches)?, context),
};

fn run(arguments: &Arguments, _: &Context) -> anyhow::Result<Exit> {
    let mut cli = cli();
    cli.build();
    let mut command = &cli;
    for name in &arguments.command {
        command = command
            .find_subcommand(name)
            .ok_or_else(|| crate::output::usage(&format!("there is no command `{}`", arguments.command.join(" "))))?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    quiet(stdout().write_all(&page))?;
    Ok(Exit::SUCCESS)
}
