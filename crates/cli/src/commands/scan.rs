//! `iiswarden scan EVIDENCE...`

use crate::args::{EvidenceArgs, ResourceArgs, RulesArgs, ScanFormatArgs, SurroundingsArgs, TimeArgs};
use crate::command::{AFTER_HELP, Command, Context};
use crate::exit::Exit;
use crate::progress::Progress;
use crate::user_tables::{self, NamedFile};
use crate::{baseline_file, interrupt, messages, output, rule_files};
use anyhow::{Context as _, bail};
use clap::{Args, FromArgMatches};
use detect::model::{ScanResult, Severity};
use detect::{Exclusions, ScanConfig, ScanError};
use engine::{Surroundings, UserTable};
use std::path::PathBuf;
use std::sync::Arc;
use tables::registry;

/// Find the components that do not belong on a web server, and who put them there
#[derive(Debug, Args)]
struct Arguments {
    /// Files, folders, glob patterns or zip archives with evidence; `-` for standard input. On Windows, nothing means
    /// this server
    #[arg(required = !cfg!(windows))]
    evidence: Vec<String>,
    #[command(flatten)]
    output: ScanFormatArgs,
    #[command(flatten)]
    rules: RulesArgs,
    /// A CSV, JSON or Parquet file as a table of this name, for rules of your own; may be repeated
    #[arg(long, value_name = "NAME=PATH", value_parser = NamedFile::parse)]
    table: Vec<NamedFile>,
    #[command(flatten)]
    time: TimeArgs,
    #[command(flatten)]
    assume: EvidenceArgs,
    /// What `baseline write` kept of these servers, or of others like them
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Findings and components that are known to be harmless, each with a reason and a last day: a YAML file
    #[arg(long, value_name = "FILE")]
    exclusions: Option<PathBuf>,
    /// Leave out findings below this severity: informational, low, medium or high
    #[arg(long, value_name = "SEVERITY", value_parser = severity)]
    min_severity: Option<Severity>,
    /// Add the SHA-256 of every evidence file to the result
    #[arg(long)]
    hash: bool,
    /// Exit with 0 whatever was found
    #[arg(long)]
    exit_zero: bool,
    #[command(flatten)]
    surroundings: SurroundingsArgs,
    #[command(flatten)]
    resources: ResourceArgs,
}

pub(crate) static COMMAND: Command = Command {
    name: "scan",
    clap: |command| Arguments::augment_args(command).display_order(1).after_help(AFTER_HELP),
    run: |matches, context| run(&Arguments::from_arg_matches(matches)?, context),
};

fn severity(text: &str) -> Result<Severity, String> {
    Severity::parse(text).ok_or_else(|| "not a severity: informational, low, medium or high".to_owned())
}

fn run(arguments: &Arguments, context: &Context) -> anyhow::Result<Exit> {
    output::check(&arguments.output.format, context)?;
    let loaded = rule_files::builtin_and(&arguments.rules)?;
    let user = user_tables(&arguments.table)?;
    let surroundings = user.iter().fold(arguments.surroundings.open(context)?, Surroundings::with_table);
    let engine = interrupt::engine(&arguments.resources)?.with_surroundings(Arc::new(surroundings));
    let config = config(arguments)?;
    let progress = Progress::start(context, !arguments.resources.no_progress, "scanning");
    let scanned = detect::scan(&config, &loaded, &engine);
    drop(progress);
    let mut result = match scanned {
        Ok(result) => result,
        Err(ScanError::NothingRecognised(problems)) => {
            messages::problems(context, &problems);
            // Where a path is not there at all, its kind is no question.
            if !problems.iter().any(|problem| problem.severity == diagnostics::Severity::Error) {
                messages::error(context, "none of this evidence is of a kind that is known");
            }
            return Ok(Exit::NOTHING_RECOGNISED);
        }
        Err(ScanError::Cancelled) => return Ok(Exit::INTERRUPTED),
        Err(error) => return Err(error.into()),
    };
    result.add_problems(user.into_iter().flat_map(|table| table.problems));
    output::write(&arguments.output.format, context, |format, out, style| {
        format.scan.map_or(Ok(()), |show| show(&result, out, style))
    })?;
    Ok(exit(&result, arguments.exit_zero))
}

/// # Errors
/// When a file is no table, or has the name of a table that evidence fills.
fn user_tables(files: &[NamedFile]) -> anyhow::Result<Vec<UserTable>> {
    let tables = user_tables::open(files)?;
    match tables.iter().find(|table| registry().get(table.name()).is_some()) {
        Some(table) => bail!(
            "`{0}` is filled from evidence: give its file among the evidence, not as `--table {0}=`",
            table.name()
        ),
        None => Ok(tables),
    }
}

fn config(arguments: &Arguments) -> anyhow::Result<ScanConfig> {
    let baseline = arguments.baseline.as_deref().map(baseline_file::open).transpose()?;
    let exclusions = match &arguments.exclusions {
        Some(path) => {
            let shown = path.display();
            let text = std::fs::read_to_string(path).with_context(|| format!("cannot read the exclusions {shown}"))?;
            Exclusions::parse(&shown.to_string(), &text, arguments.time.now.now)
        }
        None => Exclusions::default(),
    };
    Ok(ScanConfig {
        baseline,
        exclusions,
        evidence: if arguments.evidence.is_empty() { vec![this_server()] } else { arguments.evidence.clone() },
        from: arguments.time.from,
        to: arguments.time.to,
        last: arguments.time.last,
        now: arguments.time.now.now,
        strict: arguments.assume.strict,
        min_severity: arguments.min_severity,
        host: arguments.assume.host.clone(),
        recover: arguments.assume.recover,
        trust: arguments.assume.trust()?,
        all_pe: arguments.assume.all_pe,
        all_registry: arguments.assume.all_registry,
        hash: arguments.hash,
        memory: arguments.resources.memory.0,
        threads: arguments.resources.threads.map_or(0, usize::from),
    })
}

/// The drive that Windows is on.
fn this_server() -> String {
    let drive = std::env::var("SystemDrive").ok().filter(|drive| drive.len() == 2 && drive.ends_with(':'));
    format!("{}\\", drive.as_deref().unwrap_or("C:"))
}

fn exit(result: &ScanResult, zero: bool) -> Exit {
    match result.worst() {
        Some(worst) if !zero => Exit::findings(worst),
        _ => Exit::SUCCESS,
    }
}
