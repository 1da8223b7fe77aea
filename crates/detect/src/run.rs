//! Runs rules over a store.

use crate::finding::RawFinding;
use crate::incident;
use crate::replay;
use crate::row::Row;
use crate::rules::Rule;
use arrow::array::Int64Array;
use diagnostics::Diagnostic;
use engine::{Engine, Lineage, Tables, request_of};
use kql_plan::{Options, Planned};
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use tables::{Filter, Kind, Store, registry};

/// Everything a rule needs to run.
pub(crate) struct Runner<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) tables: &'a Tables,
    pub(crate) store: &'a Store,
    pub(crate) strict: bool,
    /// What `now()` gives to stateless rules and to rules over state tables.
    pub(crate) now: i64,
    /// Only event rows in `[from, to)`.
    pub(crate) range: Option<(i64, i64)>,
    failures: Mutex<Vec<Diagnostic>>,
}

impl<'a> Runner<'a> {
    pub(crate) fn new(
        engine: &'a Engine,
        tables: &'a Tables,
        store: &'a Store,
        strict: bool,
        now: i64,
        range: Option<(i64, i64)>,
    ) -> Self {
        Self { engine, tables, store, strict, now, range, failures: Mutex::default() }
    }

    /// Runs one rule in all its windows. Diagnostics are those of the first run that has any.
    pub(crate) fn run(&self, index: usize, rule: &Rule) -> (Vec<RawFinding>, Vec<Diagnostic>) {
        let planned = self.engine.check(&rule.query, self.tables, &self.options(rule));
        if diagnostics::has_errors(&planned.diagnostics) {
            return (Vec::new(), planned.diagnostics);
        }
        let mut diagnostics = planned.diagnostics.clone();
        let events = self.event_tables(&planned);
        let stateless = planned.analysis.is_stateless(rule.frequency) && rule.trigger.any_row();
        if stateless || events.is_empty() {
            let outcome = self.engine.run(planned);
            let findings = findings(index, rule, &events, &outcome);
            diagnostics.extend(outcome.diagnostics.into_iter().filter(|d| d.is_error()));
            return (findings, diagnostics);
        }
        let times = self.times(&planned, &events);
        let (windows, complete) = replay::windows(&times, rule.frequency, rule.period);
        if !complete {
            let message = format!("only the first {} windows were replayed", replay::MOST_WINDOWS);
            diagnostics.push(Diagnostic::warning("replay-limit", message));
        }
        let mut found = Vec::new();
        for window in windows {
            let (from, to) =
                self.range.map_or((window.from, window.to), |(from, to)| (window.from.max(from), window.to.min(to)));
            let options = Options {
                now: Some(window.now),
                window: Some((from, to)),
                drop_recent_time_filters: None,
                ..self.options(rule)
            };
            let outcome = self.engine.query(&rule.query, self.tables, &options);
            found.extend(findings(index, rule, &events, &outcome));
            if let Some(error) = outcome.diagnostics.into_iter().find(Diagnostic::is_error) {
                diagnostics.push(error);
                break;
            }
        }
        (found, diagnostics)
    }

    /// Why a rule does not bind, if it does not.
    pub(crate) fn first_error(&self, rule: &Rule) -> Option<Diagnostic> {
        let planned = self.engine.check(&rule.query, self.tables, &self.options(rule));
        planned.diagnostics.into_iter().find(Diagnostic::is_error)
    }

    /// Rows of a query of our own, with the records behind them. A query that cannot run, for want of memory say,
    /// gives none and is among the [`Runner::failures`].
    pub(crate) fn facts(&self, query: &str) -> Vec<(Row, Lineage)> {
        let options = Options { lineage: true, now: Some(self.now), ..Options::default() };
        let outcome = self.engine.query(query, self.tables, &options);
        let failures = outcome.diagnostics.iter().filter(|d| d.is_error()).cloned();
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).extend(failures);
        rows(&outcome)
    }

    /// Whether the site has a watchlist of this alias, and it can be read.
    pub(crate) fn has_watchlist(&self, alias: &str) -> bool {
        let planned = self.engine.check(&format!("_GetWatchlist('{alias}')"), self.tables, &Options::default());
        !diagnostics::has_errors(&planned.diagnostics)
    }

    /// Why queries of our own could not run.
    pub(crate) fn failures(&self) -> Vec<Diagnostic> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn options(&self, rule: &Rule) -> Options {
        Options {
            strict: self.strict,
            lineage: true,
            now: Some(self.now),
            drop_recent_time_filters: Some(rule.frequency),
            window: self.range,
            ..Options::default()
        }
    }

    fn event_tables(&self, planned: &Planned) -> Vec<String> {
        let is_event = |name: &&String| registry().get(name).is_some_and(|t| t.kind == Kind::Events);
        planned.tables.iter().filter(is_event).cloned().collect()
    }

    /// Whether there are such tables, and none of them has a row.
    pub(crate) fn has_no_rows(&self, tables: &BTreeSet<String>) -> bool {
        !tables.is_empty()
            && tables.iter().all(|name| {
                let mut batches = self.store.batches(name).into_iter().flatten();
                registry().get(name).is_some() && !batches.any(|batch| batch.is_ok_and(|b| b.num_rows() > 0))
            })
    }

    /// The times of the rows that a rule can use, sorted. Rows that its own conditions rule out change no answer.
    fn times(&self, planned: &Planned, events: &[String]) -> Vec<i64> {
        let request = request_of(&planned.analysis);
        let mut times: Vec<i64> = events
            .iter()
            .flat_map(|table| {
                let filter = request.tables.get(table).map_or(&Filter::All, |wanted| &wanted.filter);
                times(self.store, table, filter)
            })
            .filter(|time| self.range.is_none_or(|(from, to)| (from..to).contains(time)))
            .collect();
        times.sort_unstable();
        times.dedup();
        times
    }
}

/// What a run of a rule found, if it returned enough rows to fire.
fn findings(index: usize, rule: &Rule, events: &[String], outcome: &engine::QueryOutcome) -> Vec<RawFinding> {
    let rows = rows(outcome);
    if outcome.result.is_none() || !rule.trigger.fires(rows.len()) {
        return Vec::new();
    }
    rows.into_iter()
        .map(|(row, lineage)| RawFinding::new(index, rule, incident::step_of(rule, events, &row), row, lineage))
        .collect()
}

/// A result's rows with their lineage.
fn rows(outcome: &engine::QueryOutcome) -> Vec<(Row, Lineage)> {
    let Some(result) = &outcome.result else { return Vec::new() };
    let columns = std::sync::Arc::new(result.columns.clone());
    let mut lineage = result.lineage.clone().unwrap_or_default().into_iter();
    result
        .rows()
        .map(|values| (Row { columns: std::sync::Arc::clone(&columns), values }, lineage.next().unwrap_or_default()))
        .collect()
}

/// The times of a table's rows that a filter keeps, in ticks.
fn times(store: &Store, table: &str, filter: &Filter) -> Vec<i64> {
    let Some(column) = registry().get(table).and_then(|t| t.time.as_deref()) else { return Vec::new() };
    let batches = store.batches(table).into_iter().flatten().filter_map(Result::ok);
    batches
        .flat_map(|batch| {
            let batch = filter.apply(&batch).unwrap_or(batch);
            let ticks = batch.column_by_name(column).and_then(|c| c.as_any().downcast_ref::<Int64Array>().cloned());
            ticks.into_iter().flat_map(|t| t.iter().flatten().collect::<Vec<_>>()).collect::<Vec<_>>()
        })
        .collect()
}
