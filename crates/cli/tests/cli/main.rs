//! The program as its users see it: exit codes, what goes to standard output and what to standard error.

mod atomics;
mod bad_input;
mod data;
mod fixtures;
mod lints;
mod normal;
mod other;
mod program;
mod query;
mod rules;
mod scan;
mod surroundings;
mod usage;
