//! `iiswarden rules list`

use crate::args::{QueryFormatArgs, RulesArgs};
use crate::command::{Command, Context};
use crate::exit::Exit;
use crate::listing::{Listing, list};
use crate::{output, rule_files};
use clap::{Args, FromArgMatches};
use kql_functions::{KqlType, Value};

/// List the rules
#[derive(Debug, Args)]
struct Arguments {
    #[command(flatten)]
    rules: RulesArgs,
    #[command(flatten)]
    output: QueryFormatArgs,
}

pub(crate) static COMMAND: Command = Command {
    name: "list",
    clap: |command| Arguments::augment_args(command).display_order(1),
    run: |matches, context| run(&Arguments::from_arg_matches(matches)?, context),
};

fn run(arguments: &Arguments, context: &Context) -> anyhow::Result<Exit> {
    output::check(&arguments.output.format, context)?;
    let loaded = rule_files::builtin_and(&arguments.rules)?;
    let mut listing = Listing::new(&[
        ("Rule", KqlType::String),
        ("Severity", KqlType::String),
        ("Name", KqlType::String),
        ("Techniques", KqlType::String),
        ("RunsOn", KqlType::String),
        ("Guid", KqlType::String),
    ]);
    for rule in &loaded.rules {
        listing.push(vec![
            Value::string(&rule.name_id),
            Value::str(rule.severity.as_str()),
            Value::string(&rule.name),
            list(&rule.techniques),
            list(&rule.runs_on),
            Value::string(&rule.guid),
        ]);
    }
    output::write(&arguments.output.format, context, |format, out, style| {
        format.query.map_or(Ok(()), |show| show(&[listing.table()], out, style))
    })?;
    let failed = rule_files::report_problems(context, &loaded);
    Ok(Exit::unless(failed))
}
