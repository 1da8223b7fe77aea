//! Aggregates whose meaning the planner knows, one file each. Written by `cargo xtask codegen`.

pub(crate) mod arg_max;
pub(crate) mod avg;
pub(crate) mod count;
pub(crate) mod min_max;
pub(crate) mod percentiles;
pub(crate) mod sum;
pub(crate) mod take_any;

/// All of them.
pub(crate) static ALL: &[&crate::aggregate::AnyAggregate] = &[
    &arg_max::AGGREGATE,
    &avg::AGGREGATE,
    &count::AGGREGATE,
    &min_max::AGGREGATE,
    &percentiles::AGGREGATE,
    &sum::AGGREGATE,
    &take_any::AGGREGATE,
];
