//! What several functions and operators share.

pub(crate) mod arithmetic;
pub(crate) mod arrays;
pub(crate) mod bins;
pub(crate) mod common;
pub(crate) mod compare;
pub(crate) mod gather;
pub(crate) mod list;
pub(crate) mod position;
pub(crate) mod text_test;
