//! What of KQL is there, for the support table.

use std::collections::BTreeSet;

/// Tabular operators that have a lowering, by keyword.
pub fn supported_operators() -> BTreeSet<&'static str> {
    crate::operator::keywords().collect()
}

/// Scalar functions that can be called: those that compute, and those that the planner unfolds.
pub fn supported_functions() -> BTreeSet<&'static str> {
    let computed = kql_functions::all_scalars();
    let computed = computed.iter().filter(|s| !matches!(s.eval, kql_functions::Eval::Planner)).map(|s| s.name);
    computed.chain(crate::expr::planner::names()).collect()
}

/// Aggregates that can be called.
pub fn supported_aggregates() -> BTreeSet<&'static str> {
    let computed = kql_functions::all_aggregates();
    let computed = computed.iter().filter(|a| !matches!(a.eval, kql_functions::AggregateEval::Planner)).map(|a| a.name);
    computed.chain(crate::aggregate::names()).collect()
}

/// Plugins of `evaluate` that are there.
pub fn supported_plugins() -> BTreeSet<&'static str> {
    crate::plugin::names().collect()
}

/// Plugins that Microsoft's engines have and that are refused by name: those that are missing, then those that would
/// run programs or reach out of the machine.
pub fn refused_plugins() -> (&'static [&'static str], &'static [&'static str]) {
    (crate::operators::evaluate::MISSING, crate::operators::evaluate::OUTSIDE)
}

/// Functions that Microsoft's engines have and that are refused by name, sorted.
pub fn refused_functions() -> Vec<&'static str> {
    let elsewhere = |name: &str| crate::surroundings::is_place(name) || crate::plugin::find(name).is_some();
    crate::not_yet::NAMES.iter().copied().filter(|name| !elsewhere(name)).collect()
}
