//! The state of one binding run: diagnostics, names in scope, and the limits that keep it bounded.

use crate::catalog::Catalog;
use crate::env::Env;
use crate::options::{Analysis, Options};
use crate::projection::projection;
use crate::relation::{Relation, col};
use crate::suggest;
use crate::surroundings::Foreign;
use datafusion::common::DataFusionError;
use datafusion::logical_expr::{Expr, Filter, LogicalPlan};
use diagnostics::{Diagnostic, Span};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Nesting of expressions, pipelines and calls that is still bound.
const MAX_DEPTH: usize = 300;
/// Expressions and operators that one query may have after functions are unfolded.
const MAX_WORK: usize = 400_000;
/// Plan nodes that one query may have after `let` tables are unfolded.
pub(crate) const MAX_NODES: usize = 5_000;
/// Plan nodes that may stand one above the other: what optimises and runs a plan goes down into it.
const MAX_HEIGHT: usize = 400;

pub(crate) struct Binder<'a> {
    pub(crate) catalog: &'a dyn Catalog,
    pub(crate) options: &'a Options,
    pub(crate) env: Env,
    /// Runs parts of the query; see [`crate::Preview`].
    pub(crate) preview: Option<&'a dyn crate::Preview>,
    /// Results that come before the last operator's own: those of `fork` and `facet`.
    pub(crate) extra_results: Vec<(Relation, Span)>,
    pub(crate) tables: BTreeSet<String>,
    pub(crate) analysis: Analysis,
    diagnostics: Vec<Diagnostic>,
    reported: BTreeSet<(Span, &'static str)>,
    next: u32,
    depth: usize,
    work: usize,
    /// Whose rows the `let`s of a function's body may use: those of its caller.
    pub(crate) body_scope: u32,
    /// The saved function whose text is being bound.
    pub(crate) foreign: Option<Foreign>,
    /// It has been said that other workspaces are not asked.
    pub(crate) said_elsewhere: bool,
    /// The wall clock, read once, where the options do not fix `now()`.
    pub(crate) now: i64,
}

impl<'a> Binder<'a> {
    pub(crate) fn new(catalog: &'a dyn Catalog, options: &'a Options) -> Self {
        Self {
            catalog,
            options,
            env: Env::default(),
            preview: None,
            extra_results: Vec::new(),
            tables: BTreeSet::new(),
            analysis: Analysis { row_local: true, ..Analysis::default() },
            diagnostics: Vec::new(),
            reported: BTreeSet::new(),
            next: 0,
            depth: 0,
            work: 0,
            body_scope: 0,
            foreign: None,
            said_elsewhere: false,
            now: options.now.unwrap_or_else(wall_clock),
        }
    }

    /// Notes a diagnostic, unless the same was said of the same place (a `let` may be bound more than once).
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        let diagnostic = match &self.foreign {
            Some(foreign) => foreign.retold(diagnostic),
            None => diagnostic,
        };
        if self.reported.insert((diagnostic.span(), diagnostic.code)) {
            self.diagnostics.push(diagnostic);
        }
    }

    pub(crate) fn error<T>(&mut self, code: &'static str, span: Span, message: impl Into<String>) -> Option<T> {
        self.report(Diagnostic::error(code, message).at(span, ""));
        None
    }

    pub(crate) fn error_help<T>(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Option<T> {
        self.report(Diagnostic::error(code, message).at(span, "").help(help));
        None
    }

    /// What is in the language but not in this engine yet.
    pub(crate) fn unsupported<T>(&mut self, what: &str, span: Span) -> Option<T> {
        self.error("unsupported", span, format!("unsupported: {what}"))
    }

    /// An error about a name, with the nearest of the names that would have been possible.
    pub(crate) fn unknown<T>(
        &mut self,
        code: &'static str,
        what: &str,
        name: &str,
        span: Span,
        candidates: &[&str],
    ) -> Option<T> {
        let mut diagnostic = Diagnostic::error(code, format!("there is no {what} `{name}`")).at(span, "not found");
        if let Some(near) = suggest::nearest(name, candidates.iter().copied()) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        self.report(diagnostic);
        None
    }

    /// Binds something that may fail: its diagnostics come back instead of being noted.
    pub(crate) fn attempt<T>(&mut self, f: impl FnOnce(&mut Self) -> Option<T>) -> Result<T, Vec<Diagnostic>> {
        let before = self.diagnostics.len();
        let reported = self.reported.clone();
        match f(self) {
            Some(value) => Ok(value),
            None => {
                self.reported = reported;
                Err(self.diagnostics.split_off(before))
            }
        }
    }

    /// Whether a diagnostic with this code is out already.
    pub(crate) fn has_reported(&self, code: &str) -> bool {
        self.diagnostics.iter().any(|d| d.code == code)
    }

    pub(crate) fn take_diagnostics(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.diagnostics)
    }

    pub(crate) fn error_count(&self) -> usize {
        self.diagnostics.iter().filter(|d| d.is_error()).count()
    }

    /// A technical column name that no other column has; `base` is there for people who read plans.
    pub(crate) fn fresh(&mut self, base: &str) -> String {
        self.next += 1;
        format!("{base}#{}", self.next)
    }

    pub(crate) fn fresh_scope(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    /// Runs `f` one level deeper, or reports that the query is nested too deeply.
    pub(crate) fn deeper<T>(&mut self, span: Span, f: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.work += 1;
        if self.depth >= MAX_DEPTH {
            return self.error("too-complex", span, "this is nested too deeply");
        }
        if self.work > MAX_WORK {
            // Said once for the whole query: everything after it would repeat it.
            return self.error(
                "too-complex",
                Span::new(0, 0),
                "the query is too large when its functions are unfolded",
            );
        }
        self.depth += 1;
        let result = f(self);
        self.depth -= 1;
        result
    }

    /// Runs `f` with other names in scope, and restores those of now.
    pub(crate) fn with_env<T>(&mut self, env: Env, f: impl FnOnce(&mut Self) -> T) -> T {
        let saved = std::mem::replace(&mut self.env, env);
        let result = f(self);
        self.env = saved;
        result
    }

    /// Turns an error of plan construction into a diagnostic: the binder should have seen to it, so it is our fault.
    pub(crate) fn built<T>(&mut self, result: Result<T, DataFusionError>, span: Span) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                let text = error.strip_backtrace();
                let first = text.lines().next().unwrap_or_default().to_owned();
                self.error("internal", span, format!("this could not be planned: {first}"))
            }
        }
    }

    /// The rows on which a condition holds; it must be a `bool`.
    pub(crate) fn filter(mut relation: Relation, condition: Expr) -> Relation {
        let filter = Filter::new(condition, Arc::clone(&relation.plan));
        relation.set_plan(LogicalPlan::Filter(filter), 1);
        relation
    }

    /// Adds technical columns beside those that are in use.
    pub(crate) fn add_columns(
        &mut self,
        mut relation: Relation,
        new: Vec<(String, Expr)>,
        span: Span,
    ) -> Option<Relation> {
        if new.is_empty() {
            return Some(relation);
        }
        let mut columns: Vec<(String, Expr)> =
            relation.live().into_iter().map(|name| (name.clone(), col(&name))).collect();
        columns.extend(new);
        let plan = self.projected(&relation.plan, columns, span)?;
        relation.set_plan(plan, 1);
        Some(relation)
    }

    /// A plan that gives exactly these columns.
    pub(crate) fn projected(
        &mut self,
        plan: &Arc<LogicalPlan>,
        columns: Vec<(String, Expr)>,
        span: Span,
    ) -> Option<LogicalPlan> {
        Some(LogicalPlan::Projection(self.built(projection(columns, Arc::clone(plan)), span)?))
    }

    /// Refuses plans that unfolding `let` tables has made too large to optimise.
    pub(crate) fn check_nodes(&mut self, relation: &Relation, span: Span) -> Option<()> {
        if relation.nodes > MAX_NODES {
            return self.error("too-complex", span, "the query is too large when its `let` tables are unfolded");
        }
        Some(())
    }

    /// Refuses plans that are too high to walk down.
    pub(crate) fn check_height(&mut self, plan: &LogicalPlan, span: Span) -> Option<()> {
        let mut pending = vec![(plan, 1usize)];
        while let Some((plan, height)) = pending.pop() {
            if height > MAX_HEIGHT {
                let message = format!(
                    "the query has too many operators one after the other: their plan is more than {MAX_HEIGHT} steps high"
                );
                return self.error("too-complex", span, message);
            }
            pending.extend(plan.inputs().into_iter().map(|input| (input, height + 1)));
        }
        Some(())
    }
}

/// The time of day in ticks.
fn wall_clock() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_nanos() / 100).unwrap_or(0).saturating_add(UNIX_EPOCH_TICKS)
}

/// 1970-01-01 in ticks.
const UNIX_EPOCH_TICKS: i64 = 621_355_968_000_000_000;
