//! `iiswarden rules test [PATH...]`

use crate::args::{ResourceArgs, SurroundingsArgs};
use crate::command::{Command, Context};
use crate::exit::Exit;
use crate::{interrupt, messages, output, rule_files};
use anyhow::Context as _;
use clap::{Args, FromArgMatches};
use detect::ScanConfig;
use detect::rule_test::{self, EvidencePage, Outcome, Report};
use report::text::visible;
use report::{Paint, Style};
use std::io::{Result, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// Run the tests in the rules' pages: rows in, findings out; and tests whose input is whole evidence
#[derive(Debug, Args)]
struct Arguments {
    /// Rule files and folders; pages of evidence, and folders with such pages, which are scanned with these rules. The
    /// built-in rules when there are none among them
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
    let (mut pages, mut rule_paths) = (Vec::new(), Vec::new());
    for path in &arguments.paths {
        let here = EvidencePage::of(path).with_context(|| format!("cannot read {}", path.display()))?;
        if here.is_empty() {
            rule_paths.push(path.clone());
        }
        pages.extend(here);
    }
    let loaded = rule_files::builtin_or(&rule_paths)?;
    let surroundings = arguments.surroundings.open(context)?;
    let engine = interrupt::engine(&arguments.resources)?.with_surroundings(Arc::new(surroundings));
    let mut tally = Tally { failed: rule_files::report_problems(context, &loaded), passes: 0, fails: 0 };
    // Built-in rules that only serve to scan evidence are not what is tested.
    let tested = if rule_paths.is_empty() && !pages.is_empty() { &[][..] } else { &loaded.rules[..] };
    for rule in tested {
        let report = rule_test::run(rule, &engine);
        if interrupt::happened() {
            return Ok(Exit::INTERRUPTED);
        }
        tally.add(&report, arguments.verbose, context)?;
    }
    let config = ScanConfig {
        memory: arguments.resources.memory.0,
        threads: arguments.resources.threads.map_or(0, usize::from),
        ..ScanConfig::default()
    };
    for page in &pages {
        let report = page.run(&config, &loaded, &engine);
        if interrupt::happened() {
            return Ok(Exit::INTERRUPTED);
        }
        tally.add(&report, arguments.verbose, context)?;
    }
    let what = match pages.len() {
        0 => format!("{} rules", tested.len()),
        n => format!("{} rules and {n} pages of evidence", tested.len()),
    };
    messages::note(&format!("{what}: {} tests passed, {} failed", tally.passes, tally.fails));
    Ok(Exit::unless(tally.failed))
}

/// How the tests went so far.
struct Tally {
    failed: bool,
    passes: usize,
    fails: usize,
}

impl Tally {
    /// Counts a report's tests, and shows what went wrong.
    fn add(&mut self, report: &Report, verbose: bool, context: &Context) -> anyhow::Result<()> {
        self.failed |= !report.passed();
        for (source, diagnostic) in report.diagnostics.iter().chain(report.outcomes.iter().flat_map(|o| &o.errors)) {
            messages::diagnostics(context, source, std::slice::from_ref(diagnostic));
        }
        for outcome in &report.outcomes {
            if outcome.passed() {
                self.passes += 1;
            } else {
                self.fails += 1;
            }
            if verbose || !outcome.passed() {
                output::quiet(output::to_stdout(context, true, |out, style| show(outcome, out, style)))?;
            }
        }
        Ok(())
    }
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
