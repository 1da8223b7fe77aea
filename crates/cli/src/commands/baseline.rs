//! `iiswarden baseline …`

use crate::baseline_commands;
use crate::command::{Command, run_one, with_subcommands};

pub(crate) static COMMAND: Command = Command {
    name: "baseline",
    clap: |command| {
        let command = command
            .about("Keep what a server registers when it is known to be good, and compare with it later")
            .display_order(5)
            .subcommand_required(true)
            .arg_required_else_help(true);
        with_subcommands(command, baseline_commands::ALL)
    },
    run: |matches, context| run_one(baseline_commands::ALL, matches, context),
};
