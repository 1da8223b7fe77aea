//! Benchmarks that compare the program with others.

pub(crate) mod kql;
