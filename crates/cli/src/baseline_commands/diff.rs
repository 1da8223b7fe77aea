//! `iiswarden baseline diff FILE EVIDENCE...`

use crate::args::{QueryFormatArgs, ResourceArgs};
use crate::command::{Command, Context};
use crate::exit::Exit;
use crate::listing::Listing;
use crate::{baseline_file, output};
use clap::{Args, FromArgMatches};
use kql_functions::{KqlType, Value};
use std::path::PathBuf;

/// What is registered now and was not, was and is not, or has another file
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 nothing differs, 11 something does; others as of `scan`.")]
struct Arguments {
    /// What `baseline write` wrote
    baseline: PathBuf,
    /// Files, folders, glob patterns or zip archives with evidence of now
    #[arg(required = true)]
    evidence: Vec<String>,
    /// The host of evidence that does not tell its own
    #[arg(long, value_name = "NAME")]
    host: Option<String>,
    #[command(flatten)]
    output: QueryFormatArgs,
    #[command(flatten)]
    resources: ResourceArgs,
}

pub(crate) static COMMAND: Command = Command {
    name: "diff",
    clap: |command| Arguments::augment_args(command).display_order(2),
    run: |matches, context| run(&Arguments::from_arg_matches(matches)?, context),
};

fn run(arguments: &Arguments, context: &Context) -> anyhow::Result<Exit> {
    output::check(&arguments.output.format, context)?;
    let before = baseline_file::open(&arguments.baseline)?;
    let host = arguments.host.as_deref();
    let now = match baseline_file::learn(&arguments.evidence, host, &arguments.resources, context)? {
        Ok(now) => now,
        Err(exit) => return Ok(exit),
    };
    let differences = before.differences(&now);
    let mut listing = Listing::new(&[
        ("Change", KqlType::String),
        ("Host", KqlType::String),
        ("Class", KqlType::String),
        ("Name", KqlType::String),
        ("Image", KqlType::String),
        ("TypeName", KqlType::String),
        ("Scope", KqlType::String),
        ("SHA256", KqlType::String),
        ("Before", KqlType::String),
    ]);
    for difference in &differences {
        let component = &difference.component;
        let before: Vec<String> = difference.before.iter().map(|(field, old)| format!("{field}: {old}")).collect();
        listing.push(vec![
            Value::str(difference.change.as_str()),
            Value::string(&component.host),
            Value::string(&component.class),
            Value::string(&component.name),
            Value::string(&component.image),
            Value::string(&component.type_name),
            Value::string(component.scope.join(", ")),
            Value::string(&component.sha256),
            Value::string(before.join("; ")),
        ]);
    }
    output::write(&arguments.output.format, context, |format, out, style| {
        format.query.map_or(Ok(()), |show| show(&[listing.table()], out, style))
    })?;
    Ok(if differences.is_empty() { Exit::SUCCESS } else { Exit::DIFFERENT })
}
