//! Functions whose meaning only the planner knows: one file each.

mod ago;
mod bag_pack_columns;
mod case;
mod coalesce;
mod column_ifexists;
mod column_names_of;
mod datetime_diff;
mod geo_info_from_ip_address;
mod iff;
mod ingestion_time;
mod isempty;
mod materialize;
mod not;
mod now;
mod pack_all;
mod prev_next;
mod row_cumsum;
mod row_number;
mod row_rank;
mod row_window_session;
mod toscalar;

use super::{Bound, Cx};
use crate::binder::Binder;
use diagnostics::Span;
use kql_syntax::ast::{Argument, Name};

/// A function that the planner unfolds.
pub(crate) struct PlannerFunction {
    pub(crate) names: &'static [&'static str],
    pub(crate) bind: for<'b, 'c> fn(&mut Binder<'b>, &Name, &[Argument], Span, &mut Cx<'c>) -> Option<Bound>,
}

static ALL: &[&PlannerFunction] = &[
    &ago::FUNCTION,
    &bag_pack_columns::FUNCTION,
    &case::FUNCTION,
    &coalesce::FUNCTION,
    &column_ifexists::FUNCTION,
    &column_names_of::FUNCTION,
    &datetime_diff::FUNCTION,
    &geo_info_from_ip_address::FUNCTION,
    &iff::FUNCTION,
    &ingestion_time::FUNCTION,
    &isempty::FUNCTION,
    &materialize::FUNCTION,
    &not::FUNCTION,
    &now::FUNCTION,
    &pack_all::FUNCTION,
    &prev_next::FUNCTION,
    &row_cumsum::FUNCTION,
    &row_number::FUNCTION,
    &row_rank::FUNCTION,
    &row_window_session::FUNCTION,
    &toscalar::FUNCTION,
];

pub(crate) fn find(name: &str) -> Option<&'static PlannerFunction> {
    ALL.iter().copied().find(|f| f.names.contains(&name))
}

/// The names of all planner functions.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().flat_map(|f| f.names.iter().copied())
}
