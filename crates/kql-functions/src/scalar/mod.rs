//! Scalar functions, one a file. Written by `cargo xtask codegen`.

mod abs;
mod ago;
mod bin;
mod bin_at;
mod case;
mod coalesce;
mod extract;
mod iff;
mod isempty;
mod isnotempty;
mod isnotnull;
mod isnull;
mod not;
mod now;
mod parse_json;
mod path;
mod split;
mod strcat;
mod tobool;
mod todatetime;
mod todecimal;
mod todouble;
mod toguid;
mod toint;
mod tolong;
mod tolower;
mod tostring;
mod totimespan;
mod toupper;

/// All of them.
pub static ALL: &[&crate::Scalar] = &[
    &abs::FUNCTION,
    &ago::FUNCTION,
    &bin::FUNCTION,
    &bin_at::FUNCTION,
    &case::FUNCTION,
    &coalesce::FUNCTION,
    &extract::FUNCTION,
    &iff::FUNCTION,
    &isempty::FUNCTION,
    &isnotempty::FUNCTION,
    &isnotnull::FUNCTION,
    &isnull::FUNCTION,
    &not::FUNCTION,
    &now::FUNCTION,
    &parse_json::FUNCTION,
    &path::FUNCTION,
    &split::FUNCTION,
    &strcat::FUNCTION,
    &tobool::FUNCTION,
    &todatetime::FUNCTION,
    &todecimal::FUNCTION,
    &todouble::FUNCTION,
    &toguid::FUNCTION,
    &toint::FUNCTION,
    &tolong::FUNCTION,
    &tolower::FUNCTION,
    &tostring::FUNCTION,
    &totimespan::FUNCTION,
    &toupper::FUNCTION,
];
