//! The main job: evidence in, explained verdicts out.

use crate::actors::Actors;
use crate::components::{self, Known};
use crate::finding::{self, RawFinding};
use crate::identity::file_name;
use crate::model::{
    Component, EvidenceFile, Finding, Reason, Registration, Run, SCHEMA_VERSION, ScanResult, Severity, Summary, Time,
    Verdict,
};
use crate::number::Numbers;
use crate::rules::{Fact, LoadedRules, Rule};
use crate::run::Runner;
use crate::verdict::{Case, CaseFinding, Judgement, judge};
use diagnostics::{Problem, SourceText};
use engine::{Engine, request_of};
use kql_plan::Options;
use std::collections::{BTreeMap, BTreeSet};
use tables::{Columns, Request, Store, registry};
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
    /// The host of evidence that does not tell its own.
    pub host: Option<String>,
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
    let evidence = evidence::open(&config.evidence, &evidence::Limits::default());
    let request = request(&loaded.rules, engine);
    let mut store = Store::new(request, usize::try_from(config.memory / 2).unwrap_or(usize::MAX));
    let options = sources::ReadOptions {
        host: config.host.clone(),
        hash: config.hash,
        threads: config.threads,
        ..sources::ReadOptions::default()
    };
    let read = sources::read(&evidence, &mut store, &options).map_err(|e| ScanError::Read(e.to_string()))?;
    problems.append(&mut store.problems);
    if store.sources().is_empty() {
        return Err(ScanError::NothingRecognised(problems));
    }
    let files = store
        .sources()
        .iter()
        .map(|s| EvidenceFile {
            path: s.path.clone(),
            format: s.format.clone(),
            bytes: s.bytes,
            sha256: read.hashes.get(&s.path).cloned(),
        })
        .collect();
    let store = store.into_shared()?;
    let oldest = read.times.values().map(|(oldest, _)| *oldest).min();
    let newest = read.times.values().map(|(_, newest)| *newest).max();
    let now = config.now.or(newest).unwrap_or_else(wall_clock);
    let range = range(config, now);
    let tables = crate::tables_of(&store);
    let runner = Runner::new(engine, &tables, &store, config.strict, now, range);

    let mut raw = Vec::new();
    for (index, rule) in loaded.rules.iter().enumerate() {
        if engine.cancel_handle().is_cancelled() {
            return Err(ScanError::Cancelled);
        }
        let (findings, diagnostics) = runner.run(index, rule);
        raw.extend(findings);
        problems.extend(
            diagnostics
                .iter()
                .filter(|d| d.is_error() || d.code == "replay-limit")
                .map(|d| rule_problem(&rule.source(), d, rule.file.query_indent)),
        );
    }
    let raw = finding::merge(raw);
    let mut known = components::configured(&runner);
    components::join(&mut known, &raw);
    let mut result = Assembly { rules: &loaded.rules, runner: &runner, store: &store, config }.assemble(raw, known);
    crate::response::add(&mut result, &runner, &config.evidence);
    result.coverage = crate::coverage::of(&runner);
    result.posture = crate::posture::of(&runner, &result.coverage);
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
        evidence: files,
    };
    result.summary.records = read.records;
    result.summary.from = oldest.map(Time);
    result.summary.to = newest.map(Time);
    result.summary.problems = problems.len();
    result.problems = problems;
    Ok(result)
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

fn range(config: &ScanConfig, now: i64) -> Option<(i64, i64)> {
    let from = config.from.or_else(|| config.last.map(|last| now.saturating_sub(last)));
    match (from, config.to) {
        (None, None) => None,
        (from, to) => Some((from.unwrap_or(i64::MIN), to.unwrap_or(i64::MAX))),
    }
}

/// The union of what all rules, correlation and verdicts read.
pub(crate) fn request(rules: &[Rule], engine: &Engine) -> Request {
    let mut request = Request::default();
    crate::needs::add(&mut request);
    let described = crate::described();
    let options = Options { lineage: true, now: Some(0), ..Options::default() };
    for rule in rules {
        let planned = engine.check(&rule.query, &described, &options);
        request.merge(request_of(&planned.analysis));
        // Replay looks at the time of every row, whether or not the query does.
        for (name, wanted) in &mut request.tables {
            let time = registry().get(name).and_then(|t| t.time.clone());
            if let (Columns::Some(columns), Some(time)) = (&mut wanted.columns, time) {
                columns.insert(time);
            }
        }
    }
    request
}

/// Puts findings and components into output order and gives records their numbers.
struct Assembly<'a> {
    rules: &'a [Rule],
    runner: &'a Runner<'a>,
    store: &'a Store,
    config: &'a ScanConfig,
}

impl Assembly<'_> {
    fn assemble(&self, raw: Vec<RawFinding>, known: Vec<Known>) -> ScanResult {
        let cited: BTreeSet<u64> = raw.iter().flat_map(|f| f.lineage.ids.iter().copied()).collect();
        let actors = Actors::gather(self.runner, &cited);
        let mut judged: Vec<(Known, Judgement)> = known
            .into_iter()
            .map(|component| {
                let judgement = self.judge(&component, &raw, &actors);
                (component, judgement)
            })
            .collect();
        judged.sort_by(|(a, ja), (b, jb)| {
            (ja.verdict, std::cmp::Reverse(ja.score), a.host.key(), a.class, &a.subject).cmp(&(
                jb.verdict,
                std::cmp::Reverse(jb.score),
                b.host.key(),
                b.class,
                &b.subject,
            ))
        });
        let hosts = self.host_names(&judged, &raw);
        let (order, suppressed) = self.output_order(&raw);
        let mut numbers = Numbers::new(self.store);
        let mut findings = Vec::new();
        for index in order {
            if let Some(finding) = raw.get(index) {
                findings.push(self.finding(finding, index, &judged, &hosts, &mut numbers));
            }
        }
        let components: Vec<Component> = judged
            .iter()
            .enumerate()
            .map(|(i, (known, judgement))| self.component(i, known, judgement, &judged, &raw, &hosts, &mut numbers))
            .collect();
        let mut summary = Summary { suppressed, ..Summary::default() };
        summary.components = Verdict::ALL.into_iter().map(|v| (v, 0)).collect();
        for component in &components {
            *summary.components.entry(component.verdict).or_default() += 1;
        }
        for finding in &findings {
            *summary.findings.entry(finding.severity).or_default() += 1;
        }
        ScanResult { components, findings, evidence: numbers.into_cited(), summary, ..ScanResult::default() }
    }

    fn judge(&self, component: &Known, raw: &[RawFinding], actors: &Actors) -> Judgement {
        let findings = component
            .findings
            .iter()
            .filter_map(|i| raw.get(*i))
            .filter_map(|finding| {
                let rule = self.rules.get(finding.rule)?;
                Some(CaseFinding {
                    rule: &rule.name_id,
                    rule_name: &rule.name,
                    severity: rule.severity,
                    fact: rule.fact,
                    lineage: &finding.lineage,
                    hostile_chain: actors.hostile_chain(&finding.lineage.ids),
                })
            })
            .collect();
        judge(&Case { standing: &component.standing, configured: &component.lineage, findings })
    }

    /// How each host is shown: its short name as first spelled, components before findings.
    fn host_names(&self, judged: &[(Known, Judgement)], raw: &[RawFinding]) -> BTreeMap<String, String> {
        let mut names = BTreeMap::new();
        for host in judged.iter().map(|(k, _)| &k.host).chain(raw.iter().map(|f| &f.host)) {
            names.entry(host.key()).or_insert_with(|| host.short().to_owned());
        }
        names
    }

    /// Findings in output order: worst first, then time, host, rule, records. Those below `--min-severity` are
    /// only counted.
    fn output_order(&self, raw: &[RawFinding]) -> (Vec<usize>, usize) {
        let severity = |i: usize| raw.get(i).and_then(|f| self.rules.get(f.rule)).map(|r| r.severity);
        let (mut shown, hidden): (Vec<usize>, Vec<usize>) =
            (0..raw.len()).partition(|i| self.config.min_severity.is_none_or(|least| severity(*i) >= Some(least)));
        shown.sort_by_key(|i| {
            let finding = raw.get(*i);
            (
                std::cmp::Reverse(severity(*i)),
                finding.map(|f| (f.time, f.host.key(), f.rule, f.lineage.ids.clone())),
                *i,
            )
        });
        (shown, hidden.len())
    }

    fn finding(
        &self,
        raw: &RawFinding,
        index: usize,
        judged: &[(Known, Judgement)],
        hosts: &BTreeMap<String, String>,
        numbers: &mut Numbers<'_>,
    ) -> Finding {
        let rule = self.rules.get(raw.rule);
        let about: Vec<(usize, &Known)> = judged
            .iter()
            .enumerate()
            .filter(|(_, (k, _))| k.findings.contains(&index))
            .map(|(i, (k, _))| (i, k))
            .collect();
        let text = |get: fn(&Rule) -> &String| rule.map(get).cloned().unwrap_or_default();
        let cited = raw.lineage.ids.len() as u64;
        Finding {
            rule: text(|r| &r.name_id),
            rule_guid: text(|r| &r.guid),
            name: text(|r| &r.name),
            severity: rule.map_or(Severity::Informational, |r| r.severity),
            tactics: rule.map(|r| r.tactics.clone()).unwrap_or_default(),
            techniques: rule.map(|r| r.techniques.clone()).unwrap_or_default(),
            host: hosts.get(&raw.host.key()).cloned().unwrap_or_default(),
            time: raw.time.map(Time),
            entities: raw.entities.clone(),
            component_ids: about.iter().map(|(i, _)| format!("C{}", i + 1)).collect(),
            components: about.iter().map(|(_, k)| k.subject.display().to_owned()).collect(),
            row: raw.row.to_json(),
            evidence: numbers.cite(&raw.lineage),
            evidence_count: (raw.lineage.count > cited).then_some(raw.lineage.count),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one place that puts a component together")]
    fn component(
        &self,
        index: usize,
        known: &Known,
        judgement: &Judgement,
        judged: &[(Known, Judgement)],
        raw: &[RawFinding],
        hosts: &BTreeMap<String, String>,
        numbers: &mut Numbers<'_>,
    ) -> Component {
        let findings: Vec<&RawFinding> = known.findings.iter().filter_map(|i| raw.get(*i)).collect();
        let reasons = judgement
            .reasons
            .iter()
            .map(|r| Reason { points: r.points, text: r.text.clone(), evidence: numbers.cite(&r.lineage) })
            .collect();
        Component {
            id: format!("C{}", index + 1),
            host: hosts.get(&known.host.key()).cloned().unwrap_or_default(),
            class: known.class,
            name: known.subject.display().to_owned(),
            image: known.subject.image.clone(),
            type_name: known.subject.type_name.clone(),
            scope: known.scope.clone(),
            verdict: judgement.verdict,
            score: judgement.score,
            reasons,
            signature: known.standing.signature.clone(),
            sha256: known.standing.sha256.clone(),
            first_seen: findings.iter().filter_map(|f| f.time).min().map(Time),
            registered_by: self.registered_by(&findings),
            settle: judgement.settle.clone(),
            related: related(index, known, judged),
            response: Vec::new(),
            investigate: Vec::new(),
        }
    }

    /// The first finding that shows a registration: one that names the component before one that shows only its
    /// file. Of the processes of that moment the innermost, which started last, did it.
    fn registered_by(&self, findings: &[&RawFinding]) -> Option<Registration> {
        const MOMENT: i64 = 20_000_000;
        const COMMAND: &[&str] = &["ProcessCommandLine", "CommandLine", "InitiatingProcessCommandLine"];
        const PROGRAM: &[&str] =
            &["FileName", "ProgramPath", "FolderPath", "InitiatingProcessFileName", "InitiatingProcessFolderPath"];
        let shows = |f: &&&RawFinding| self.rules.get(f.rule).is_some_and(|r| r.fact == Fact::Provenance);
        let names = |f: &RawFinding| f.subject.as_ref().is_some_and(|s| !s.name.is_empty());
        let first = findings.iter().filter(shows).min_by_key(|f| (!names(f), f.time))?;
        let at_once = |f: &&&RawFinding| match (first.time, f.time) {
            (Some(first), Some(time)) => (first..=first.saturating_add(MOMENT)).contains(&time),
            _ => false,
        };
        let known = |f: &&&RawFinding| !f.row.first_text(COMMAND).is_empty() && !f.row.first_text(PROGRAM).is_empty();
        let innermost = findings.iter().filter(shows).filter(at_once).filter(known).max_by_key(|f| (names(f), f.time));
        let finding = innermost.unwrap_or(first);
        let row = &finding.row;
        let domain = row.first_text(&["AccountDomain", "InitiatingProcessAccountDomain"]);
        let account = row.first_text(&["AccountName", "InitiatingProcessAccountName", "UserSid"]);
        let user = if domain.is_empty() || account.is_empty() { account } else { format!("{domain}\\{account}") };
        let command_line = row.first_text(COMMAND);
        // Where the row is about a file, `FileName` is that file's.
        let program = row.first_text(if row.get("ProcessCommandLine").is_some() || row.get("CommandLine").is_some() {
            &PROGRAM[..3]
        } else {
            &PROGRAM[3..]
        });
        let process = file_name(&program).to_owned();
        Some(Registration { time: finding.time.map(Time), user, process, command_line })
    }
}

/// Components on any host that share a file hash, or the name with another image: related, never merged.
fn related(index: usize, known: &Known, judged: &[(Known, Judgement)]) -> Vec<String> {
    judged
        .iter()
        .enumerate()
        .filter(|(i, (other, _))| {
            let same_hash = !known.standing.sha256.is_empty() && known.standing.sha256 == other.standing.sha256;
            let same_name = known.class == other.class
                && known.host.key() == other.host.key()
                && !known.subject.name.is_empty()
                && known.subject.name.eq_ignore_ascii_case(&other.subject.name);
            *i != index && (same_hash || same_name)
        })
        .map(|(i, _)| format!("C{}", i + 1))
        .collect()
}
