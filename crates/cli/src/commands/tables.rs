//! `iiswarden tables [NAME]`

use crate::args::QueryFormatArgs;
use crate::command::{Command, Context};
use crate::exit::Exit;
use crate::listing::{Listing, count};
use crate::output;
use clap::{Args, FromArgMatches};
use kql_functions::{KqlType, Value};
use tables::{Kind, Table, described, registry, workspace};

/// List the tables that queries can name, or describe one: columns, aliases, and which evidence fills them
#[derive(Debug, Args)]
struct Arguments {
    /// A table; all of them when absent
    name: Option<String>,
    #[command(flatten)]
    output: QueryFormatArgs,
}

pub(crate) static COMMAND: Command = Command {
    name: "tables",
    clap: |command| Arguments::augment_args(command).display_order(4),
    run: |matches, context| run(&Arguments::from_arg_matches(matches)?, context),
};

fn run(arguments: &Arguments, context: &Context) -> anyhow::Result<Exit> {
    output::check(&arguments.output.format, context)?;
    let Some(name) = &arguments.name else {
        return show(&all(), &evidence(), arguments, context);
    };
    match described(name) {
        Some(table) => show(&one(table), &about(table), arguments, context),
        None => anyhow::bail!("there is no table `{name}`{}", suggestion(name)),
    }
}

fn show(listing: &Listing, about: &str, arguments: &Arguments, context: &Context) -> anyhow::Result<Exit> {
    output::write(&arguments.output.format, context, |format, out, style| {
        if format.id == "console" {
            writeln!(out, "{about}")?;
        }
        format.query.map_or(Ok(()), |show| show(&[listing.table()], out, style))
    })?;
    Ok(Exit::SUCCESS)
}

fn all() -> Listing {
    let mut listing = Listing::new(&[
        ("Table", KqlType::String),
        ("Kind", KqlType::String),
        ("Columns", KqlType::Long),
        ("Description", KqlType::String),
    ]);
    for table in registry().iter() {
        listing.push(vec![
            Value::string(&table.name),
            Value::str(kind(table)),
            count(table.columns.len()),
            Value::string(&table.doc),
        ]);
    }
    for table in workspace().names().filter_map(|name| workspace().get(name)) {
        let columns = count(table.columns.len());
        listing.push(vec![Value::string(&table.name), Value::str("workspace"), columns, Value::str("")]);
    }
    listing
}

const fn kind(table: &Table) -> &'static str {
    match table.kind {
        Kind::Events => "events",
        Kind::State => "state",
    }
}

/// Columns first, then the other names under which they are found.
fn one(table: &Table) -> Listing {
    let mut listing = Listing::new(&[
        ("Column", KqlType::String),
        ("Type", KqlType::String),
        ("Is", KqlType::String),
        ("Description", KqlType::String),
    ]);
    let ty = |column: &str| table.column(column).map_or("", |c| c.ty.name());
    for column in &table.columns {
        let is = if table.time.as_deref() == Some(&column.name) { "time column" } else { "column" };
        listing.push(vec![
            Value::string(&column.name),
            Value::str(column.ty.name()),
            Value::str(is),
            Value::string(&column.doc),
        ]);
    }
    if let (Some(name), Some(time)) = (&table.dialect_time, &table.time) {
        let doc = "The time column's name in the other dialect; no `*` shows it.";
        listing.push(vec![
            Value::string(name),
            Value::str(ty(time)),
            Value::string(format!("= {time}")),
            Value::str(doc),
        ]);
    }
    for alias in &table.aliases {
        listing.push(vec![
            Value::string(&alias.name),
            Value::str(ty(&alias.column)),
            Value::string(format!("alias of {}", alias.column)),
            Value::string(&alias.doc),
        ]);
    }
    listing
}

/// What stands above the columns: what the table is, and the events that fill it.
fn about(table: &Table) -> String {
    let mut text = format!("{} ({})\n{}\n", table.name, kind(table), table.doc);
    if !table.reference.is_empty() {
        text.push_str(&format!("{}\n", table.reference));
    }
    let events: Vec<_> = sources::mapped_events().into_iter().filter(|event| event.table == table.name).collect();
    if !events.is_empty() {
        text.push_str("\nWindows events that fill it:\n");
    }
    for event in events {
        text.push_str(&format!("  {} {:<5} {}\n", event.provider, event.id, event.title));
    }
    text
}

/// What stands above the list of tables.
fn evidence() -> String {
    let formats: Vec<&str> = sources::formats().iter().map(|format| format.name).collect();
    let (formats, known) = (formats.join(", "), workspace().len());
    format!(
        "Evidence that is read: {formats}\n\nOur tables come first. The {known} of the kind `workspace` are those of \
         Sentinel and Defender XDR:\nqueries can name them, and a file fills them, `--table NAME=FILE`.\n"
    )
}

/// Names that differ in case or contain what was asked for.
fn suggestion(name: &str) -> String {
    let wanted = name.to_lowercase();
    let near: Vec<&str> = registry()
        .iter()
        .map(|t| t.name.as_str())
        .chain(workspace().names())
        .filter(|t| t.to_lowercase().contains(&wanted))
        .collect();
    if near.is_empty() {
        "; `iiswarden tables` lists them".to_owned()
    } else {
        format!("; there is {}", near.join(", "))
    }
}
