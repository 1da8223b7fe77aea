//! Lints, one file each.

mod ago_beyond_period;
mod case_sensitive_path;
mod column_not_returned;
mod dialect_column;
mod has_partial_term;
mod join_without_kind;
mod unused_let;

/// All of them.
pub(super) static ALL: &[&super::lint::Lint] = &[
    &ago_beyond_period::LINT,
    &case_sensitive_path::LINT,
    &column_not_returned::LINT,
    &dialect_column::LINT,
    &has_partial_term::LINT,
    &join_without_kind::LINT,
    &unused_let::LINT,
];
