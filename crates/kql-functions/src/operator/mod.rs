//! Operators, one family a file. Written by `cargo xtask codegen`.

mod add;
mod contains;
mod contains_cs;
mod divide;
mod endswith;
mod endswith_cs;
mod equal;
mod equals_tilde;
mod has;
mod has_any;
mod has_cs;
mod hasprefix;
mod hasprefix_cs;
mod hassuffix;
mod hassuffix_cs;
mod in_list;
mod like;
mod matches_regex;
mod modulo;
mod multiply;
mod order;
mod startswith;
mod startswith_cs;
mod subtract;

/// All of them.
pub static ALL: &[&[crate::Scalar]] = &[
    add::FUNCTIONS,
    contains::FUNCTIONS,
    contains_cs::FUNCTIONS,
    divide::FUNCTIONS,
    endswith::FUNCTIONS,
    endswith_cs::FUNCTIONS,
    equal::FUNCTIONS,
    equals_tilde::FUNCTIONS,
    has::FUNCTIONS,
    has_any::FUNCTIONS,
    has_cs::FUNCTIONS,
    hasprefix::FUNCTIONS,
    hasprefix_cs::FUNCTIONS,
    hassuffix::FUNCTIONS,
    hassuffix_cs::FUNCTIONS,
    in_list::FUNCTIONS,
    like::FUNCTIONS,
    matches_regex::FUNCTIONS,
    modulo::FUNCTIONS,
    multiply::FUNCTIONS,
    order::FUNCTIONS,
    startswith::FUNCTIONS,
    startswith_cs::FUNCTIONS,
    subtract::FUNCTIONS,
];
