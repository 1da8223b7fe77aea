//! Plugins of `evaluate`, one file each. Written by `cargo xtask codegen`.

mod active_users_count;
mod activity_counts_metrics;
mod bag_unpack;
mod dcount_intersect;
mod ipv4_lookup;
mod ipv6_lookup;
mod narrow;
mod pivot;
mod rolling_percentile;
mod rows_near;
mod sequence_detect;
mod sliding_window_counts;

/// All of them.
pub(crate) static ALL: &[&crate::plugin::Plugin] = &[
    &active_users_count::PLUGIN,
    &activity_counts_metrics::PLUGIN,
    &bag_unpack::PLUGIN,
    &dcount_intersect::PLUGIN,
    &ipv4_lookup::PLUGIN,
    &ipv6_lookup::PLUGIN,
    &narrow::PLUGIN,
    &pivot::PLUGIN,
    &rolling_percentile::PLUGIN,
    &rows_near::PLUGIN,
    &sequence_detect::PLUGIN,
    &sliding_window_counts::PLUGIN,
];
