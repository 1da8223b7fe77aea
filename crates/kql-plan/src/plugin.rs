//! What a plugin of `evaluate` is to the planner.

use crate::binder::Binder;
use crate::plugins::ALL;
use crate::relation::Relation;
use diagnostics::Span;
use kql_functions::KqlType;
use kql_syntax::ast::{Argument, Name};

/// A call of a plugin.
pub(crate) struct PluginCall<'c> {
    pub(crate) name: &'c Name,
    pub(crate) args: &'c [Argument],
    /// The columns that the query says the plugin gives: `evaluate pivot(x) : (a: long, b: long)`. With `*` first,
    /// those of the input come before them.
    pub(crate) schema: Option<Schema>,
    pub(crate) span: Span,
}

/// The written schema of a plugin's result.
#[derive(Debug, Clone)]
pub(crate) struct Schema {
    /// It begins with `*`: the columns of the input.
    pub(crate) open: bool,
    pub(crate) columns: Vec<(String, KqlType)>,
}

/// A plugin.
pub(crate) struct Plugin {
    pub(crate) names: &'static [&'static str],
    /// Each row of its result depends on one row of its input only.
    pub(crate) row_local: bool,
    pub(crate) bind: for<'b> fn(&mut Binder<'b>, Relation, &PluginCall<'_>) -> Option<Relation>,
}

/// The plugin of a name.
pub(crate) fn find(name: &str) -> Option<&'static Plugin> {
    ALL.iter().copied().find(|p| p.names.contains(&name))
}

/// The names of all plugins.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().flat_map(|p| p.names.iter().copied())
}
