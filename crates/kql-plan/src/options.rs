//! What goes into planning beside the text, and what comes out of it.

use crate::analysis::ScanUse;
use datafusion::logical_expr::LogicalPlan;
use diagnostics::Diagnostic;
use kql_functions::{KqlType, OwnedValue};
use std::collections::{BTreeMap, BTreeSet};

/// How a query is planned.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Refuse names that Microsoft's engine does not know.
    pub strict: bool,
    /// Carry along which source rows each result row stems from, in [`Planned::lineage_column`].
    pub lineage: bool,
    /// What `now()` gives, in ticks of 100 ns since 0001-01-01; the wall clock when absent.
    pub now: Option<i64>,
    /// Drop conjuncts `time > ago(x)` whose `x` is at least this many ticks: a stateless rule that is run once
    /// over all evidence sees every row.
    pub drop_recent_time_filters: Option<i64>,
    /// Values for `declare query_parameters`.
    pub parameters: BTreeMap<String, OwnedValue>,
    /// What is kept beside the query and is not there (watchlists, external data) gets a warning and is taken on
    /// trust: the query is looked at and does not run.
    pub trust_missing: bool,
    /// Only rows of event tables whose time lies in `[from, to)`, in ticks: a replay window. State tables are
    /// not filtered.
    pub window: Option<(i64, i64)>,
    /// Nobody asks what the query reads: [`Planned::tables`] and [`Analysis::tables`] stay empty, which saves time.
    pub only_to_run: bool,
}

/// A planned query. `plan` is absent when an error stopped it.
#[derive(Debug, Clone, Default)]
pub struct Planned {
    pub plan: Option<LogicalPlan>,
    pub columns: Vec<(String, KqlType)>,
    pub diagnostics: Vec<Diagnostic>,
    /// Base tables that the query reads.
    pub tables: BTreeSet<String>,
    /// The name of the extra last column that holds the lineage, when it was asked for and there is any.
    pub lineage_column: Option<String>,
    /// Whether the order of the rows is part of the answer.
    pub sorted: bool,
    /// The results of further expression statements, in order.
    pub results: Vec<ExtraResult>,
    pub analysis: Analysis,
}

/// The result of an expression statement before the last one.
#[derive(Debug, Clone)]
pub struct ExtraResult {
    pub plan: LogicalPlan,
    pub columns: Vec<(String, KqlType)>,
    pub sorted: bool,
}

/// What a query does with rows and time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Analysis {
    /// Every operator looks at one row at a time, or is `union` or `sort`.
    pub row_local: bool,
    /// The spans `x`, in ticks, of the leaf conjuncts `time > ago(x)`.
    pub recent_filters: BTreeSet<i64>,
    /// `now()` or `ago()` occurs elsewhere too.
    pub other_now: bool,
    /// Base tables, and which of their columns the query can reach (physical names, aliases resolved).
    pub tables: BTreeMap<String, TableUse>,
}

impl Analysis {
    /// Whether one run over all rows, without the recent-time filters, gives what replaying at every
    /// `frequency` ticks would give.
    pub fn is_stateless(&self, frequency: i64) -> bool {
        self.row_local && !self.other_now && self.recent_filters.iter().all(|ticks| *ticks >= frequency)
    }

    /// Whether the answer depends on `now()` at all.
    pub fn uses_now(&self) -> bool {
        self.other_now || !self.recent_filters.is_empty()
    }
}

/// What a query asks of a base table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableUse {
    pub columns: BTreeSet<String>,
    /// One entry per place where the query reads the table.
    pub scans: Vec<ScanUse>,
}
