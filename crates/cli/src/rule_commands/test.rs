//! `iiswarden rules test [PATH...]`

use crate::args::{ResourceArgs, SurroundingsArgs};
use crate::command::{Command, Context};
use crate::exit::Exit;
use crate::{interrupt, messages, output, rule_files};
use clap::{Args, FromArgMatches};
use detect::rule_test::{self, Outcome};
use report::text::visible;
use report::{Paint, Style};
use std::io::{Result, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// Run the tests in the rules' pages: rows in, findings out
#[derive(Debug, Args)]
struct Arguments {
    /// Rule files or folders; the built-in rules when absent
    paths: Vec<PathBuf>,
    /// Show passed tests too
    #[arg(short, long)]
    verbose: bool,
    #[command(flatten)]
    surroundings: SurroundingsArgs,
    #[command(flatten)]
    resources: ResourceArgs,
}

pub(crate) static COMMAND: Command = Command {
    name: "test",
    clap: |command| Arguments::augment_args(command).display_order(4),
    run: |matches, context| run(&Arguments::from_arg_matches(matches)?, context),
};

fn run(arguments: &Arguments, context: &Context) -> anyhow::Result<Exit> {
    let loaded = rule_files::builtin_or(&arguments.paths)?;
    let surroundings = arguments.surroundings.open(context)?;
    let engine = interrupt::engine(&arguments.resources)?.with_surroundings(Arc::new(surroundings));
    let mut failed = rule_files::report_problems(context, &loaded);
    let (mut passes, mut fails) = (0_usize, 0_usize);
    for rule in &loaded.rules {
        let report = rule_test::run(rule, &engine);
        if interrupt::happened() {
            return Ok(Exit::INTERRUPTED);
        }
        failed |= !report.passed();
        for (source, diagnostic) in report.diagnostics.iter().chain(report.outcomes.iter().flat_map(|o| &o.errors)) {
            messages::diagnostics(context, source, std::slice::from_ref(diagnostic));
        }
        for outcome in &report.outcomes {
            if outcome.passed() {
                passes += 1;
            } else {
                fails += 1;
            }
            if arguments.verbose || !outcome.passed() {
                output::quiet(output::to_stdout(context, true, |out, style| show(outcome, out, style)))?;
            }
        }
    }
    messages::note(&format!("{} rules: {passes} tests passed, {fails} failed", loaded.rules.len()));
    Ok(Exit::unless(failed))
}

fn show(outcome: &Outcome, out: &mut (dyn Write + Send), style: &Style) -> Result<()> {
    let word = if outcome.passed() { style.paint(Paint::Green, "pass") } else { style.paint(Paint::Red, "FAIL") };
    writeln!(out, "{word}  {}:{}  {}", visible(&outcome.rule), outcome.line, visible(&outcome.heading))?;
    if outcome.passed() {
        return Ok(());
    }
    let missing = outcome.expected.iter().filter(|line| !outcome.found.contains(line));
    missing
        .map(|line| ("missing", line))
        .try_for_each(|(what, line)| writeln!(out, "      {what}  {}", visible(line)))?;
    let extra = outcome.found.iter().filter(|line| !outcome.expected.contains(line));
    extra.map(|line| ("extra  ", line)).try_for_each(|(what, line)| writeln!(out, "      {what}  {}", visible(line)))
}
