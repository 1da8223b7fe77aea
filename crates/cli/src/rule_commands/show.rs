//! `iiswarden rules show RULE`

use crate::args::RulesArgs;
use crate::command::{Command, Context};
use crate::exit::Exit;
use crate::{output, rule_files};
use clap::{Args, FromArgMatches};
use detect::rules::{Rule, format_interval};
use report::text::visible;
use report::{Paint, Style};
use std::io::{Result, Write};

/// Show a rule: what it finds, its query, and its manual page
#[derive(Debug, Args)]
struct Arguments {
    /// The rule's name or GUID
    rule: String,
    #[command(flatten)]
    rules: RulesArgs,
}

pub(crate) static COMMAND: Command = Command {
    name: "show",
    clap: |command| Arguments::augment_args(command).display_order(2),
    run: |matches, context| run(&Arguments::from_arg_matches(matches)?, context),
};

fn run(arguments: &Arguments, context: &Context) -> anyhow::Result<Exit> {
    let loaded = rule_files::builtin_and(&arguments.rules)?;
    let wanted = &arguments.rule;
    let rule = loaded
        .rules
        .iter()
        .find(|rule| rule.name_id == *wanted || rule.guid.eq_ignore_ascii_case(wanted))
        .ok_or_else(|| anyhow::anyhow!("there is no rule `{wanted}`; `iiswarden rules list` lists them"))?;
    output::quiet(output::to_stdout(context, true, |out, style| show(rule, out, style)))?;
    Ok(Exit::SUCCESS)
}

fn show(rule: &Rule, out: &mut (dyn Write + Send), style: &Style) -> Result<()> {
    let mut field = |label: &str, value: &str| match value {
        "" => Ok(()),
        value => writeln!(out, "{}  {}", style.paint(Paint::Dim, &format!("{label:<10}")), visible(value)),
    };
    field("rule", &rule.name_id)?;
    field("name", &rule.name)?;
    field("guid", &rule.guid)?;
    field("severity", rule.severity.as_str())?;
    field("tactics", &rule.tactics.join(", "))?;
    field("techniques", &rule.techniques.join(", "))?;
    field("runs on", &rule.runs_on.join(", "))?;
    field("every", &format!("{}, over {}", format_interval(rule.frequency), format_interval(rule.period)))?;
    field("version", &rule.version)?;
    field("file", &rule.file.path)?;
    text(&rule.description, out)?;
    text(&rule.query, out)?;
    text(rule.page.as_deref().unwrap_or_default(), out)
}

/// A part after an empty line, each of its lines made harmless.
fn text(text: &str, out: &mut (dyn Write + Send)) -> Result<()> {
    if text.trim().is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    text.trim_end().lines().try_for_each(|line| writeln!(out, "{}", visible(line)))
}
