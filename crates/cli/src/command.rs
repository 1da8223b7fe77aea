//! A subcommand is a file in `commands`: its arguments, and what runs it.

use crate::args::ColorArgs;
use crate::commands;
use crate::exit::Exit;
use crate::terminal::Terminal;
use clap::{ArgMatches, Args, FromArgMatches};

/// A subcommand.
pub(crate) struct Command {
    pub(crate) name: &'static str,
    /// Its arguments and help.
    pub(crate) clap: fn(clap::Command) -> clap::Command,
    pub(crate) run: fn(&ArgMatches, &Context) -> anyhow::Result<Exit>,
}

/// What every command needs to know of its surroundings.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) terminal: Terminal,
}

impl Context {
    pub(crate) fn new(matches: &ArgMatches) -> Self {
        let color = ColorArgs::from_arg_matches(matches).map(|args| args.color).unwrap_or_default();
        Self { terminal: Terminal::new(color) }
    }
}

/// What `scan` tells its caller.
pub(crate) const AFTER_HELP: &str = "\
Exit codes of `scan`:
  0         nothing found
  1         nothing could be produced
  2         the command line makes no sense
  3         evidence was given and none of it was recognised
  11 to 14  the worst finding is informational, low, medium or high";

/// The whole command line.
pub(crate) fn cli() -> clap::Command {
    let cli = clap::Command::new("iiswarden")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Finds malicious IIS components in the evidence of a web server, and shows the records that prove it")
        .after_help(AFTER_HELP)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .infer_long_args(false);
    ColorArgs::augment_args(with_subcommands(cli, commands::ALL))
}

/// Adds subcommands.
pub(crate) fn with_subcommands(cli: clap::Command, all: &[&Command]) -> clap::Command {
    all.iter().fold(cli, |cli, command| cli.subcommand((command.clap)(clap::Command::new(command.name))))
}

/// Runs the subcommand that was given.
pub(crate) fn run(matches: &ArgMatches, context: &Context) -> anyhow::Result<Exit> {
    run_one(commands::ALL, matches, context)
}

/// Runs the one of `all` that was given.
pub(crate) fn run_one(all: &[&Command], matches: &ArgMatches, context: &Context) -> anyhow::Result<Exit> {
    let given = matches.subcommand();
    match given.and_then(|(name, matches)| Some((all.iter().find(|command| command.name == name)?, matches))) {
        Some((command, matches)) => (command.run)(matches, context),
        None => Ok(Exit::USAGE),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn command_line_is_consistent() {
        super::cli().debug_assert();
        assert!(crate::commands::ALL.iter().map(|c| c.name).is_sorted());
    }
}
