//! Written by `cargo xtask codegen` from the files in this directory. Do not edit.

mod evtx;

use crate::recognise::Source;

/// Every source, by file name.
pub(crate) static ALL: &[&Source] = &[&evtx::SOURCE];
