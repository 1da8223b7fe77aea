//! `iiswarden completions SHELL`

use crate::command::{Command, Context, cli};
use crate::exit::Exit;
use crate::output::quiet;
use clap::{Args, FromArgMatches};
use clap_complete::Shell;
use std::io::{Write, stdout};

/// Write a completion script for a shell
#[derive(Debug, Args)]
struct Arguments {
    shell: Shell,
}

pub(crate) static COMMAND: Command = Command {
    name: "completions",
    clap: |command| Arguments::augment_args(command).display_order(90),
    run: |matches, context| run(&Arguments::from_arg_matches(matches)?, context),
};

fn run(arguments: &Arguments, _: &Context) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut cli(), "iiswarden", &mut script);
    quiet(stdout().write_all(&script))?;
    Ok(Exit::SUCCESS)
}
