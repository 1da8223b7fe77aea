//! `iiswarden query KQL [EVIDENCE]...`

use crate::args::{EvidenceArgs, QueryFormatArgs, ResourceArgs, SurroundingsArgs, TimeArgs};
use crate::command::{Command, Context};
use crate::evidence_input::Input;
use crate::exit::Exit;
use crate::progress::Progress;
use crate::query_rows::Shown;
use crate::user_tables::NamedFile;
use crate::{interrupt, messages, output};
use anyhow::Context as _;
use clap::{Args, FromArgMatches};
use diagnostics::{Problem, Severity, SourceText, has_errors};
use engine::Options;
use kql_functions::time;
use report::QueryTable;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Run KQL over evidence, and over plain CSV, JSON and Parquet files (a file's name is its table)
#[derive(Debug, Args)]
#[command(
    override_usage = "iiswarden query [OPTIONS] <KQL> [EVIDENCE]...\n       iiswarden query [OPTIONS] -F <FILE> [EVIDENCE]..."
)]
struct Arguments {
    /// The query (unless `-F` gives it), then files, folders, glob patterns or zip archives
    #[arg(value_name = "KQL|EVIDENCE")]
    rest: Vec<String>,
    /// Read the query from a file; `-` for standard input
    #[arg(short = 'F', long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// A CSV, JSON or Parquet file as a table of this name; may be repeated
    #[arg(long, value_name = "NAME=PATH", value_parser = NamedFile::parse)]
    table: Vec<NamedFile>,
    #[command(flatten)]
    output: QueryFormatArgs,
    #[command(flatten)]
    time: TimeArgs,
    #[command(flatten)]
    assume: EvidenceArgs,
    #[command(flatten)]
    surroundings: SurroundingsArgs,
    #[command(flatten)]
    resources: ResourceArgs,
}

pub(crate) static COMMAND: Command = Command {
    name: "query",
    clap: |command| Arguments::augment_args(command).display_order(2),
    run: |matches, context| run(&Arguments::from_arg_matches(matches)?, context),
};

impl Arguments {
    /// The query and the evidence.
    fn split(&self) -> anyhow::Result<(SourceText, &[String])> {
        if let Some(file) = &self.file {
            return Ok((read_query(file)?, &self.rest));
        }
        match self.rest.split_first() {
            Some((query, evidence)) => Ok((SourceText::new("query", query), evidence)),
            None => Err(output::usage("no query: give KQL, or a file that holds some with `-F`")),
        }
    }
}

fn read_query(file: &Path) -> anyhow::Result<SourceText> {
    let name = file.to_string_lossy().replace('\\', "/");
    let text = if name == "-" {
        std::io::read_to_string(std::io::stdin()).context("cannot read the query from standard input")?
    } else {
        std::fs::read_to_string(file).with_context(|| format!("cannot read the query from {name}"))?
    };
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    Ok(SourceText::new(name, text))
}

fn run(arguments: &Arguments, context: &Context) -> anyhow::Result<Exit> {
    output::check(&arguments.output.format, context)?;
    let (source, evidence) = arguments.split()?;
    let surroundings = arguments.surroundings.open(context)?;
    let engine = interrupt::engine(&arguments.resources)?.with_surroundings(Arc::new(surroundings));
    let input = Input::open(evidence, &arguments.table)?;

    // Only what the query can use is read. Where its window lies is known later, that it looks at times now.
    let anywhen = window(&arguments.time, Some(0)).map(|_| (0, time::MAX));
    let options =
        Options { strict: arguments.assume.strict, now: arguments.time.now.now, window: anywhen, ..Options::default() };
    let planned = engine.check(&source.text, &input.shapes(), &options);
    if has_errors(&planned.diagnostics) {
        messages::diagnostics(context, &source, &planned.diagnostics);
        return Ok(Exit::FAILURE);
    }
    let progress = Progress::start(context, !arguments.resources.no_progress, "reading evidence");
    let read = input.read(&planned, &arguments.assume, &arguments.resources)?;
    drop(progress);
    for name in planned.tables.iter().filter(|name| input.is_unfilled(name)) {
        let text = format!("no evidence fills `{name}`, so it is empty here: give its rows with `--table {name}=FILE`");
        messages::warning(context, &text);
    }
    // Notes are for the report of a scan.
    let problems: Vec<Problem> = read.problems.into_iter().filter(|p| p.severity > Severity::Info).collect();
    messages::problems(context, &problems);

    let now = arguments.time.now.now.or(read.newest);
    let options = Options { now, window: window(&arguments.time, now), ..options };
    let progress = Progress::start(context, !arguments.resources.no_progress, "running the query");
    let (results, diagnostics) = engine.query_all(&source.text, &read.tables, &options);
    drop(progress);
    if interrupt::happened() {
        return Ok(Exit::INTERRUPTED);
    }
    messages::diagnostics(context, &source, &diagnostics);
    if has_errors(&diagnostics) {
        return Ok(Exit::FAILURE);
    }
    let shown: Vec<Shown<'_>> = results.iter().map(Shown::new).collect();
    let tables: Vec<QueryTable<'_>> = shown.iter().map(Shown::table).collect();
    output::write(&arguments.output.format, context, |format, out, style| {
        format.query.map_or(Ok(()), |show| show(&tables, out, style))
    })?;
    Ok(Exit::SUCCESS)
}

/// `--from`, `--to` and `--last` as one range of times.
fn window(range: &TimeArgs, now: Option<i64>) -> Option<(i64, i64)> {
    let last = range.last.map(|last| now.unwrap_or_else(wall_clock).saturating_sub(last));
    match (range.from.or(last), range.to) {
        (None, None) => None,
        (from, to) => Some((from.unwrap_or(i64::MIN), to.unwrap_or(i64::MAX))),
    }
}

/// What time it is, in ticks.
fn wall_clock() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() / 100);
    i64::try_from(since).map_or(time::MAX, |ticks| ticks.saturating_add(time::UNIX_EPOCH))
}
