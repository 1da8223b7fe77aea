//! Tests that stand in a rule's page: rows in, findings out.
//!
//! A heading with `rows` blocks under it is a test. The findings that the rule must give stand in a `findings`
//! block, one line each: severity, host, time, component. Without the block the rule must stay quiet.
//!
//! Whole evidence is a test too: see [`EvidencePage`].

mod evidence;
mod parse;
mod rows;

pub use evidence::EvidencePage;
pub use parse::{Case, Rows, parse};

use crate::finding::{self, RawFinding};
use crate::rules::Rule;
use crate::run::Runner;
use diagnostics::{Diagnostic, SourceText, Span};
use engine::Engine;
use kql_functions::time::format_datetime;

/// How one test went.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The rule, or the page of evidence.
    pub rule: String,
    pub heading: String,
    /// The heading's line in the page, from 1.
    pub line: usize,
    /// Findings that the rule must give, and that it gave.
    pub expected: Vec<String>,
    pub found: Vec<String>,
    /// Errors in the rows or in running the rule.
    pub errors: Vec<(SourceText, Diagnostic)>,
}

impl Outcome {
    pub fn passed(&self) -> bool {
        self.errors.is_empty() && self.expected == self.found
    }
}

/// The tests of a rule and what is missing of them.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub outcomes: Vec<Outcome>,
    /// What is wrong with the page itself; no page, or no test that fires or stays quiet, is a warning.
    pub diagnostics: Vec<(SourceText, Diagnostic)>,
}

impl Report {
    pub fn passed(&self) -> bool {
        self.outcomes.iter().all(Outcome::passed) && !self.diagnostics.iter().any(|(_, d)| d.is_error())
    }
}

/// Runs all tests of a rule's page.
pub fn run(rule: &Rule, engine: &Engine) -> Report {
    let Some(page) = &rule.page else {
        let warning = Diagnostic::warning("test-page", "the rule has no page beside it, so no tests");
        return Report { outcomes: Vec::new(), diagnostics: vec![(SourceText::new(&rule.file.path, ""), warning)] };
    };
    let page_path = std::path::Path::new(&rule.file.path).with_extension("md").to_string_lossy().into_owned();
    let source = SourceText::new(page_path, page);
    let (cases, diagnostics) = parse(page);
    let mut report = Report {
        outcomes: cases.iter().map(|case| run_case(rule, case, &source, engine)).collect(),
        diagnostics: diagnostics.into_iter().map(|d| (source.clone(), d)).collect(),
    };
    for (what, there) in [
        ("fires", cases.iter().any(|c| !c.findings.is_empty())),
        ("stays quiet", cases.iter().any(|c| c.findings.is_empty())),
    ] {
        if !there {
            let warning = Diagnostic::warning("test-missing", format!("no test in which the rule {what}"));
            report.diagnostics.push((source.clone(), warning));
        }
    }
    report
}

fn run_case(rule: &Rule, case: &Case, source: &SourceText, engine: &Engine) -> Outcome {
    let mut outcome = Outcome {
        rule: rule.name_id.clone(),
        heading: case.heading.clone(),
        line: case.line,
        expected: case.findings.clone(),
        found: Vec::new(),
        errors: Vec::new(),
    };
    let (store, newest, wrong) = rows::store(case);
    outcome.errors.extend(wrong.into_iter().map(|d| (source.clone(), d)));
    let store = match store.into_shared() {
        Ok(store) => store,
        Err(error) => {
            let diagnostic = Diagnostic::error("test-rows", error.to_string()).at(Span::new(0, 0), "");
            outcome.errors.push((source.clone(), diagnostic));
            return outcome;
        }
    };
    let tables = crate::tables_of(&store);
    let runner = Runner::new(engine, &tables, &store, false, newest.unwrap_or_else(crate::scan::wall_clock), None);
    let (findings, diagnostics) = runner.run(0, rule);
    outcome.errors.extend(diagnostics.into_iter().filter(Diagnostic::is_error).map(|d| (rule.source(), d)));
    let mut findings = finding::merge(findings);
    findings.sort_by_key(|f| (f.time, f.host.key(), f.lineage.ids.clone()));
    outcome.found = findings.iter().map(|f| line(rule, f)).collect();
    outcome
}

/// A finding as tests write it: `high web01 2026-01-02T03:04:05Z "x.dll"`.
fn line(rule: &Rule, finding: &RawFinding) -> String {
    let or_dash = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
    let time = finding.time.map_or_else(|| "-".to_owned(), |ticks| short_time(&format_datetime(ticks)));
    let component = finding.subject.as_ref().map_or("", |s| s.display());
    format!("{} {} {time} \"{component}\"", rule.severity.as_str(), or_dash(finding.host.short()))
}

/// Without a fraction that is zero.
fn short_time(text: &str) -> String {
    match text.strip_suffix('Z').and_then(|t| t.split_once('.')) {
        Some((whole, fraction)) => match fraction.trim_end_matches('0') {
            "" => format!("{whole}Z"),
            rest => format!("{whole}.{rest}Z"),
        },
        None => text.to_owned(),
    }
}
