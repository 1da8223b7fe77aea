//! `iiswarden rules …`

use crate::command::{Command, run_one, with_subcommands};
use crate::rule_commands;

pub(crate) static COMMAND: Command = Command {
    name: "rules",
    clap: |command| {
        let command = command
            .about("List, show, check and test detection rules")
            .display_order(3)
            .subcommand_required(true)
            .arg_required_else_help(true);
        with_subcommands(command, rule_commands::ALL)
    },
    run: |matches, context| run_one(rule_commands::ALL, matches, context),
};
