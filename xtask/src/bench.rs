//! Benchmarks that compare the program with others.

pub(crate) mod evtx;
pub(crate) mod kql;
pub(crate) mod scan;
