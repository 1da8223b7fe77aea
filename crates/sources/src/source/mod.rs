//! Written by `cargo xtask codegen` from the files in this directory. Do not edit.

mod catalog;
mod defender_csv;
mod defender_json;
mod defender_stream;
mod evtx;
mod evtx_fragments;
mod httperr;
mod iis_config;
mod log_analytics;
mod nxlog;
mod pe;
mod registry;
mod registry_export;
mod w3c;
mod winlogbeat;

use crate::recognise::Source;

/// Every source, by file name.
pub(crate) static ALL: &[&Source] = &[
    &catalog::SOURCE,
    &defender_csv::SOURCE,
    &defender_json::SOURCE,
    &defender_stream::SOURCE,
    &evtx::SOURCE,
    &evtx_fragments::SOURCE,
    &httperr::SOURCE,
    &iis_config::SOURCE,
    &log_analytics::SOURCE,
    &nxlog::SOURCE,
    &pe::SOURCE,
    &registry::SOURCE,
    &registry_export::SOURCE,
    &w3c::SOURCE,
    &winlogbeat::SOURCE,
];
