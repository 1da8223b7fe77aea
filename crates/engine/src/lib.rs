//! Runs KQL: parses, plans and executes a query over a [`Catalog`], with a memory limit and a watchdog.
//!
//! ```
//! use engine::{Engine, EngineConfig, Options, Tables};
//!
//! let engine = Engine::new(EngineConfig::default()).unwrap();
//! let tables = Tables::new();
//! let outcome = engine.query("print greeting = strcat('hello, ', 'world')", &tables, &Options::default());
//! let result = outcome.result.unwrap();
//! assert_eq!(result.columns[0].0, "greeting");
//! assert_eq!(result.rows().next().unwrap()[0].as_str(), Some("hello, world"));
//! ```
//!
//! What runs a plan stands behind one narrow trait, [`Runner`]: DataFusion in this process now, a cluster later.

mod config;
mod error;
mod local;
mod outcome;
mod physical;
mod request;
mod rows;
mod scan;
mod store_table;
mod surroundings;
mod tables;
pub mod testing;
mod user_table;

pub use config::EngineConfig;
pub use error::{EngineError, RunError};
pub use kql_plan::{Analysis, Catalog, Lineage, Options, Planned};
pub use local::{CancelHandle, LocalRunner};
pub use outcome::{QueryOutcome, QueryResult, Rows};
pub use physical::Read;
pub use request::request_of;
pub use rows::{Batches, Condition, Part, Parts, RowSource, Scan};
pub use scan::RowSourceTable;
pub use surroundings::{Around, Surroundings, SurroundingsError};
pub use tables::Tables;
pub use user_table::{UserTable, UserTableError};

use datafusion::arrow::array::RecordBatch;
use datafusion::logical_expr::LogicalPlan;
use diagnostics::Diagnostic;
use std::sync::Arc;

/// What runs plans.
pub trait Runner: Send + Sync {
    /// Runs a plan to its end.
    ///
    /// # Errors
    /// When the plan cannot be run, is cancelled, or needs more memory than there is.
    fn run(&self, plan: LogicalPlan) -> Result<Vec<RecordBatch>, RunError>;
}

/// The engine: a runner and what it is allowed to use.
pub struct Engine {
    runner: LocalRunner,
    surroundings: Arc<Surroundings>,
}

impl Engine {
    /// # Errors
    /// When threads or the place for temporary files cannot be had.
    pub fn new(config: EngineConfig) -> Result<Self, EngineError> {
        Ok(Self { runner: LocalRunner::new(config)?, surroundings: Arc::default() })
    }

    /// The same engine with watchlists, external data and saved functions around every catalog.
    #[must_use]
    pub fn with_surroundings(self, surroundings: Arc<Surroundings>) -> Self {
        Self { surroundings, ..self }
    }

    /// Stops what runs now and whatever is started later; for Ctrl-C.
    pub fn cancel_handle(&self) -> CancelHandle {
        self.runner.cancel_handle()
    }

    /// Parses and binds a query without running it.
    pub fn check(&self, text: &str, catalog: &dyn Catalog, options: &Options) -> Planned {
        check(text, &self.surroundings.around(catalog), options)
    }

    /// Parses, plans and runs a query. Diagnostics come in the order of the text; with an error among them there is
    /// no result.
    pub fn query(&self, text: &str, catalog: &dyn Catalog, options: &Options) -> QueryOutcome {
        self.run(self.plan(text, catalog, options))
    }

    /// Parses and binds a query that is about to run: what its columns depend on is run for it.
    fn plan(&self, text: &str, catalog: &dyn Catalog, options: &Options) -> Planned {
        let options = Options { only_to_run: true, ..options.clone() };
        check_with(text, &self.surroundings.around(catalog), &options, Some(&self.runner))
    }

    /// Does everything that comes before a query's first row, and no more: for measuring it. Nothing when the query has
    /// errors.
    pub fn prepare(&self, text: &str, catalog: &dyn Catalog, options: &Options) -> Option<()> {
        self.runner.prepare(&self.plan(text, catalog, options).plan?).ok()
    }

    /// Runs a planned query.
    pub fn run(&self, planned: Planned) -> QueryOutcome {
        let Planned { plan, columns, mut diagnostics, lineage_column, sorted, .. } = planned;
        let Some(plan) = plan else { return QueryOutcome { result: None, diagnostics } };
        match self.runner.run(plan) {
            Ok(batches) => {
                let result = QueryResult::new(columns, batches, lineage_column.is_some(), sorted);
                QueryOutcome { result: Some(result), diagnostics }
            }
            Err(error) => {
                diagnostics.push(error.diagnostic());
                QueryOutcome { result: None, diagnostics }
            }
        }
    }

    /// Runs all expression statements of a query; the last one's result comes last.
    pub fn query_all(
        &self,
        text: &str,
        catalog: &dyn Catalog,
        options: &Options,
    ) -> (Vec<QueryResult>, Vec<Diagnostic>) {
        let mut planned = self.plan(text, catalog, options);
        let extras = std::mem::take(&mut planned.results);
        let mut results = Vec::new();
        for extra in extras {
            match self.runner.run(extra.plan) {
                Ok(batches) => results.push(QueryResult::new(extra.columns, batches, false, extra.sorted)),
                Err(error) => planned.diagnostics.push(error.diagnostic()),
            }
        }
        let last = self.run(planned);
        results.extend(last.result);
        (results, last.diagnostics)
    }

    /// Runs a query and says what each part of its plan did: rows, times, and what was read of files. Nothing when the
    /// query has errors.
    pub fn analyze(&self, text: &str, catalog: &dyn Catalog, options: &Options) -> Option<String> {
        self.runner.analyze(&self.plan(text, catalog, options).plan?).ok()
    }

    /// Runs a query and says what its scans read; nothing when the query has errors.
    pub fn reads(&self, text: &str, catalog: &dyn Catalog, options: &Options) -> Option<Vec<Read>> {
        self.runner.reads(&self.plan(text, catalog, options).plan?).ok()
    }

    /// The optimised plan of a query, for people who want to know; nothing when the query has errors.
    pub fn explain(&self, text: &str, catalog: &dyn Catalog, options: &Options) -> Option<String> {
        self.runner.explain(&self.plan(text, catalog, options).plan?).ok()
    }
}

/// Parses and binds a query without an engine: what it reads, and what is wrong with it.
pub fn check(text: &str, catalog: &dyn Catalog, options: &Options) -> Planned {
    check_with(text, catalog, options, None)
}

fn check_with(
    text: &str,
    catalog: &dyn Catalog,
    options: &Options,
    preview: Option<&dyn kql_plan::Preview>,
) -> Planned {
    let parsed = kql_syntax::parse(text);
    let mut planned = kql_plan::plan_with(&parsed.query, catalog, options, preview);
    if diagnostics::has_errors(&parsed.diagnostics) {
        planned.plan = None;
    }
    let mut all = parsed.diagnostics;
    all.append(&mut planned.diagnostics);
    all.sort_by_key(Diagnostic::span);
    planned.diagnostics = all;
    planned
}
