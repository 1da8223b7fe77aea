//! Written by `cargo xtask codegen` from the files in this directory. Do not edit.

mod catalog;
mod defender_csv;
mod defender_json;
mod defender_stream;
mod evtx;
mod iis_config;
mod log_analytics;
mod pe;
mod registry;
mod registry_export;
mod winlogbeat;

use crate::recognise::Source;

/// Every source, by file name.
pub(crate) static ALL: &[&Source] = &[
    &catalog::SOURCE,
    &defender_csv::SOURCE,
    &defender_json::SOURCE,
    &defender_stream::SOURCE,
    &evtx::SOURCE,
    &iis_config::SOURCE,
    &log_analytics::SOURCE,
    &pe::SOURCE,
    &registry::SOURCE,
    &registry_export::SOURCE,
    &winlogbeat::SOURCE,
];
