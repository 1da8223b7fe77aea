//! What several functions and operators share.

pub(crate) mod arithmetic;
pub(crate) mod arrays;
pub(crate) mod bag;
pub(crate) mod bins;
pub(crate) mod bits;
pub(crate) mod common;
pub(crate) mod compare;
pub(crate) mod distinct;
pub(crate) mod encoding;
pub(crate) mod gather;
pub(crate) mod geo;
pub(crate) mod ip;
pub(crate) mod list;
pub(crate) mod percentile;
pub(crate) mod position;
pub(crate) mod replace;
pub(crate) mod series;
pub(crate) mod spread;
pub(crate) mod text_test;
pub(crate) mod totals;
pub(crate) mod unix;
pub(crate) mod url;
pub(crate) mod xml;
pub(crate) mod xxhash;
