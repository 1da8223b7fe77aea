//! From a KQL syntax tree to a DataFusion plan.
//!
//! The binder knows KQL's own types and names; only what it has understood becomes a plan. What it does not know yet
//! gives one named diagnostic with a span, never a wrong answer.
//!
//! ```
//! use kql_plan::{Catalog, Options, TableInfo, plan};
//!
//! struct Nothing;
//! impl Catalog for Nothing {
//!     fn table(&self, _: &str) -> Option<TableInfo> { None }
//!     fn table_names(&self) -> Vec<String> { Vec::new() }
//! }
//!
//! let parsed = kql_syntax::parse("datatable(a: long)[1, 2] | where a > 1 | project b = a * 10");
//! let planned = plan(&parsed.query, &Nothing, &Options::default());
//! assert!(planned.diagnostics.is_empty());
//! assert_eq!(planned.columns, [("b".to_owned(), kql_functions::KqlType::Long)]);
//! assert!(planned.plan.is_some());
//! ```

mod aggregate;
mod aggregates;
mod analysis;
mod bag_schema;
mod binder;
mod catalog;
mod env;
mod expr;
mod extreme;
mod graph;
mod graph_edges;
mod lineage;
mod network_lookup;
mod not_yet;
mod operator;
mod operators;
mod options;
mod parse_pattern;
mod patterns;
mod plugin;
mod plugins;
mod preview;
mod projection;
mod prune;
mod relation;
mod scan_rows;
mod search_condition;
mod statements;
mod suggest;
mod support;
mod surroundings;
mod table;
mod table_functions;
mod template;
mod timeline;
mod udaf;
mod udf;
mod values;

pub use analysis::{Condition, ScanUse, TextTest};
pub use catalog::{AliasInfo, AliasKind, Catalog, ColumnInfo, ExternalData, Refusal, SavedFunction, TableInfo};
pub use lineage::{Lineage, MAX_IDS};
pub use options::{Analysis, ExtraResult, Options, Planned, TableUse};
pub use preview::Preview;
pub use support::{
    refused_functions, refused_plugins, supported_aggregates, supported_functions, supported_operators,
    supported_plugins,
};

use binder::Binder;
use kql_syntax::ast::Query;
use relation::{LINEAGE, Relation, col};
use std::sync::Arc;

/// Binds a query and lowers it to a plan.
///
/// Any tree is welcome, also one with errors in it: what follows an error is bound as far as it makes sense, and the
/// plan is absent then. The work is done on a thread of its own with a stack that the deepest allowed query fits.
pub fn plan(query: &Query, catalog: &dyn Catalog, options: &Options) -> Planned {
    plan_with(query, catalog, options, None)
}

/// The same, with something that runs parts of the query where the rest depends on their rows: the columns of
/// `bag_unpack` and `pivot`. Without it, names after them are taken on trust.
pub fn plan_with(query: &Query, catalog: &dyn Catalog, options: &Options, preview: Option<&dyn Preview>) -> Planned {
    const STACK: usize = 64 << 20;
    std::thread::scope(|scope| {
        let worker = std::thread::Builder::new()
            .name("kql-plan".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, || plan_here(query, catalog, options, preview));
        match worker.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(planned)) => planned,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(error) => Planned {
                diagnostics: vec![diagnostics::Diagnostic::error(
                    "internal",
                    format!("cannot start a thread: {error}"),
                )],
                ..Planned::default()
            },
        }
    })
}

fn plan_here(query: &Query, catalog: &dyn Catalog, options: &Options, preview: Option<&dyn Preview>) -> Planned {
    let mut binder = Binder::new(catalog, options);
    binder.preview = preview;
    let results = binder.query(query);
    let mut finished = Vec::new();
    for (relation, span) in results {
        if let Some(result) = finish(&mut binder, relation, span) {
            finished.push(result);
        }
    }
    let mut planned = Planned { analysis: std::mem::take(&mut binder.analysis), ..Planned::default() };
    if finished.is_empty() && binder.error_count() == 0 && !has_error_node(query) {
        let end = query.statements.last().map_or(diagnostics::Span::new(0, 0), |s| s.span);
        binder.error::<()>("no-result", end, "the query returns nothing: its last statement must be an expression");
    }
    let failed = binder.error_count() > 0;
    planned.diagnostics = binder.take_diagnostics();
    if failed {
        return planned;
    }
    let end = query.statements.last().map_or(diagnostics::Span::new(0, 0), |s| s.span);
    let finished: Option<Vec<Finished>> = finished.into_iter().map(|f| pruned(&mut binder, f, end)).collect();
    let Some(mut finished) = finished else {
        planned.diagnostics.append(&mut binder.take_diagnostics());
        return planned;
    };
    if let Some(last) = finished.pop() {
        planned.results =
            finished.into_iter().map(|f| ExtraResult { plan: f.plan, columns: f.columns, sorted: f.sorted }).collect();
        planned.columns = last.columns;
        planned.sorted = last.sorted;
        planned.lineage_column = if last.lineage { Some(LINEAGE.to_owned()) } else { None };
        if !options.only_to_run {
            for plan in planned.results.iter().map(|r| &r.plan).chain([&last.plan]) {
                analysis::collect(plan, &mut planned.analysis, &mut planned.tables);
            }
        }
        planned.plan = Some(last.plan);
    }
    planned
}

struct Finished {
    plan: datafusion::logical_expr::LogicalPlan,
    columns: Vec<(String, kql_functions::KqlType)>,
    sorted: bool,
    lineage: bool,
}

/// Gives the columns their KQL names.
fn finish(binder: &mut Binder<'_>, relation: Relation, span: diagnostics::Span) -> Option<Finished> {
    if relation.graph.is_some() {
        return graph::no_table(binder, span);
    }
    if relation.columns.iter().any(|c| c.poisoned) {
        return None;
    }
    let mut exprs: Vec<_> = relation.columns.iter().map(|c| (c.name.clone(), col(&c.physical))).collect();
    let lineage = relation.lineage;
    if lineage {
        exprs.push((LINEAGE.to_owned(), col(LINEAGE)));
    }
    binder.check_height(&relation.plan, span)?;
    let plan = binder.projected(&Arc::clone(&relation.plan), exprs, span)?;
    let columns = relation.columns.into_iter().map(|c| (c.name, c.ty)).collect();
    Some(Finished { plan, columns, sorted: relation.sorted, lineage })
}

/// Takes out of a result's plan what the result does not need.
fn pruned(binder: &mut Binder<'_>, finished: Finished, span: diagnostics::Span) -> Option<Finished> {
    // The plans of `let` tables are shared with their names; without those a plan is changed in its place.
    binder.env = env::Env::default();
    let Finished { plan, columns, sorted, lineage } = finished;
    Some(Finished { plan: binder.built(prune::prune(plan), span)?, columns, sorted, lineage })
}

fn has_error_node(query: &Query) -> bool {
    use kql_syntax::ast::{ExprKind, StatementKind};
    query.statements.iter().any(|s| match &s.kind {
        StatementKind::Error => true,
        StatementKind::Expr(expr) => matches!(expr.kind, ExprKind::Error | ExprKind::Pipeline { .. }),
        _ => false,
    })
}
