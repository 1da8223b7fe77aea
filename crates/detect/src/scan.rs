//! The main job: evidence in, explained verdicts out.

use crate::assemble::Assembly;
use crate::baseline::Baseline;
use crate::components;
use crate::correlate::{self, Found};
use crate::exclusions::{Allowed, Exclusions, Suppressed};
use crate::finding::{self, RawFinding};
use crate::model::{Run, SCHEMA_VERSION, ScanResult, Severity, Time};
use crate::rules::{LoadedRules, Rule};
use crate::run::Runner;
use diagnostics::{Problem, SourceText};
use engine::{Engine, request_of};
use kql_plan::Options;
use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tables::{Columns, Request, registry};
use thiserror::Error;

/// What to scan and how.
#[derive(Debug, Clone, Default)]
pub struct ScanConfig {
    /// Files, folders, globs, zips, or `-`.
    pub evidence: Vec<String>,
    /// Only event rows in `[from, to)`, in ticks.
    pub from: Option<i64>,
    pub to: Option<i64>,
    /// Only the last so many ticks before now.
    pub last: Option<i64>,
    /// What `now()` gives, in ticks; the newest event's time when absent.
    pub now: Option<i64>,
    pub strict: bool,
    /// Findings below it are counted as suppressed.
    pub min_severity: Option<Severity>,
    /// What the servers' own normal is.
    pub baseline: Option<Baseline>,
    /// What a site knows to be harmless.
    pub exclusions: Exclusions,
    /// The host of evidence that does not tell its own.
    pub host: Option<String>,
    /// Whether records of event logs are recovered from damaged and unused places.
    pub recover: bool,
    /// Root certificates that are believed beside Microsoft's.
    pub trust: sources::Trust,
    /// Whether every program file is read, and every key of registry hives.
    pub all_pe: bool,
    pub all_registry: bool,
    /// Whether evidence files are hashed.
    pub hash: bool,
    /// Bytes of rows to hold in memory.
    pub memory: u64,
    /// 0 for as many as there are cores.
    pub threads: usize,
}

/// Why there is no result at all.
#[derive(Debug, Error)]
pub enum ScanError {
    /// Evidence was given, and none of it is of a kind that is known.
    #[error("no evidence was recognised")]
    NothingRecognised(Vec<Problem>),
    #[error("the store failed: {0}")]
    Store(#[from] tables::StoreError),
    #[error("the evidence cannot be read: {0}")]
    Read(String),
    #[error("interrupted")]
    Cancelled,
}

/// Scans evidence with rules. Rules that cannot run are listed in the problems and do not stop the others.
///
/// # Errors
/// When nothing can be produced: see [`ScanError`].
pub fn scan(config: &ScanConfig, loaded: &LoadedRules, engine: &Engine) -> Result<ScanResult, ScanError> {
    let mut problems: Vec<Problem> = loaded.problems.iter().map(|(source, d)| rule_problem(source, d, 0)).collect();
    let (request, reads) = request(&loaded.rules, engine);
    let opened = crate::opened::open(config, request)?;
    problems.extend(opened.problems);
    let store = opened.store;
    let now = config.now.or(opened.newest).unwrap_or_else(wall_clock);
    let range = range(config, Some(now));
    let tables = crate::tables_of(&store);
    let runner = Runner::new(engine, &tables, &store, config.strict, now, range);

    problems.extend(config.exclusions.problems.iter().cloned());
    let mut raw = Vec::new();
    let mut suppressed = Suppressed::new();
    let (late, early): (Vec<usize>, Vec<usize>) =
        (0..loaded.rules.len()).partition(|index| reads.get(*index).is_some_and(correlate::is_late));
    for ran in run_all(&early, &loaded.rules, &reads, config, &runner) {
        ran.add_to(&mut raw, &mut problems, &mut suppressed);
    }
    let mut raw = finding::merge(raw);
    if !late.is_empty() && !engine.cancel_handle().is_cancelled() {
        let found = Found::of(&raw, &loaded.rules, &store)?;
        let tables = tables.clone().with_rows_of(correlate::TABLE, Arc::clone(&found.rows));
        let runner = Runner::new(engine, &tables, &store, config.strict, now, range);
        let mut more = Vec::new();
        for ran in run_all(&late, &loaded.rules, &reads, config, &runner) {
            ran.add_to(&mut more, &mut problems, &mut suppressed);
        }
        let mut more = finding::merge(more);
        found.resolve(&mut more, &raw);
        raw.extend(more);
    }
    if engine.cancel_handle().is_cancelled() {
        return Err(ScanError::Cancelled);
    }
    let mut known = components::configured(&runner);
    components::join(&mut known, &raw);
    let allowed = Allowed::read(&runner, wall_clock(), &mut problems);
    components::compare(&mut known, config, &allowed, &raw, &loaded.rules);
    let assembly = Assembly { rules: &loaded.rules, runner: &runner, store: &store, config };
    let mut result = assembly.assemble(raw, known, suppressed);
    crate::response::add(&mut result, &runner, &config.evidence);
    result.coverage = crate::coverage::of(&runner);
    result.posture = crate::posture::of(&runner, &result.coverage, config);
    problems.extend(runner.failures().iter().map(|d| {
        let text = format!("components and who registered them are not all known: {}", d.message);
        Problem::error("iiswarden", "", text)
    }));
    problems.sort();
    problems.dedup();
    result.run = Run {
        schema_version: SCHEMA_VERSION,
        tool: "iiswarden",
        version: env!("CARGO_PKG_VERSION"),
        rules: loaded.rules.len(),
        evidence: opened.files,
    };
    result.summary.records = opened.records;
    result.summary.from = opened.oldest.map(Time);
    result.summary.to = opened.newest.map(Time);
    result.summary.problems = problems.len();
    result.problems = problems;
    Ok(result)
}

/// What one rule gave.
#[derive(Default)]
struct Ran {
    findings: Vec<RawFinding>,
    problems: Vec<Problem>,
    suppressed: Suppressed,
}

impl Ran {
    fn add_to(self, findings: &mut Vec<RawFinding>, problems: &mut Vec<Problem>, suppressed: &mut Suppressed) {
        findings.extend(self.findings);
        problems.extend(self.problems);
        for (why, number) in self.suppressed {
            *suppressed.entry(why).or_default() += number;
        }
    }
}

/// Runs the rules of these indices, several at a time. What they gave comes in their order, whatever the threads.
fn run_all(
    which: &[usize],
    rules: &[Rule],
    reads: &[BTreeSet<String>],
    config: &ScanConfig,
    runner: &Runner<'_>,
) -> Vec<Ran> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = if config.threads == 0 { cores } else { config.threads };
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done: Vec<(usize, Ran)> = Vec::new();
        while let Some((index, rule)) = {
            let index = which.get(next.fetch_add(1, Ordering::Relaxed)).copied().unwrap_or(usize::MAX);
            rules.get(index).filter(|_| !runner.engine.cancel_handle().is_cancelled()).map(|rule| (index, rule))
        } {
            // Whatever a rule returned without any row could cite nothing.
            let no_rows =
                reads.get(index).is_some_and(|tables| !correlate::is_late(tables) && runner.has_no_rows(tables));
            if !(no_rows && rule.trigger.any_row()) {
                done.push((index, run_one(index, rule, config, runner)));
            }
        }
        done
    };
    let mut all: Vec<(usize, Ran)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.clamp(1, which.len().max(1))).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    all.sort_by_key(|(index, _)| *index);
    all.into_iter().map(|(_, ran)| ran).collect()
}

fn run_one(index: usize, rule: &Rule, config: &ScanConfig, runner: &Runner<'_>) -> Ran {
    let mut ran = Ran::default();
    let rule = &config.exclusions.applied(rule, runner, &mut ran.problems);
    let (findings, diagnostics) = runner.run(index, rule);
    ran.findings = findings;
    config.exclusions.take(rule, &mut ran.findings, &mut ran.suppressed);
    ran.problems.extend(
        diagnostics
            .iter()
            .filter(|d| d.is_error() || d.code == "replay-limit")
            .map(|d| rule_problem(&rule.source(), d, rule.file.query_indent)),
    );
    ran
}

/// This computer's clock, in ticks since 0001-01-01.
pub(crate) fn wall_clock() -> i64 {
    const UNIX_EPOCH: i64 = 621_355_968_000_000_000;
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    UNIX_EPOCH + i64::try_from(since.as_nanos() / 100).unwrap_or(0)
}

/// `indent` is how many columns each line of the text is indented in its file.
fn rule_problem(source: &SourceText, diagnostic: &diagnostics::Diagnostic, indent: usize) -> Problem {
    let at = source.line_column(diagnostic.span().start);
    let place = format!("line {}, column {}", at.line, at.column + indent);
    let text = format!("{}[{}]: {}", diagnostic.severity.as_str(), diagnostic.code, diagnostic.message);
    if diagnostic.is_error() {
        Problem::error(&source.name, place, text)
    } else {
        Problem::warning(&source.name, place, text)
    }
}

/// The times of event rows that rules look at, in ticks; `now` as far as it is known.
pub(crate) fn range(config: &ScanConfig, now: Option<i64>) -> Option<(i64, i64)> {
    let from = config.from.or_else(|| Some(now?.saturating_sub(config.last?)));
    match (from, config.to) {
        (None, None) => None,
        (from, to) => Some((from.unwrap_or(i64::MIN), to.unwrap_or(i64::MAX))),
    }
}

/// The union of what all rules, correlation and verdicts read; and the tables that each rule reads, none for one
/// that does not bind.
pub(crate) fn request(rules: &[Rule], engine: &Engine) -> (Request, Vec<BTreeSet<String>>) {
    let mut reads = Vec::new();
    let mut request = Request::default();
    crate::needs::add(&mut request);
    let described = crate::described();
    let options = Options { lineage: true, now: Some(0), ..Options::default() };
    for rule in rules {
        let planned = engine.check(&rule.query, &described, &options);
        request.merge(request_of(&planned.analysis));
        let binds = !diagnostics::has_errors(&planned.diagnostics);
        reads.push(planned.tables.iter().filter(|_| binds).cloned().collect());
        // Replay looks at the time of every row, whether or not the query does.
        for (name, wanted) in &mut request.tables {
            let time = registry().get(name).and_then(|t| t.time.clone());
            if let (Columns::Some(columns), Some(time)) = (&mut wanted.columns, time) {
                columns.insert(time);
            }
        }
    }
    // No evidence fills it.
    request.tables.remove(correlate::TABLE);
    (request, reads)
}
