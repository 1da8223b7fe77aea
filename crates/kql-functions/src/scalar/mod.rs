//! Scalar functions, one a file. Written by `cargo xtask codegen`.

mod abs;
mod ago;
mod array_length;
mod bag_pack;
mod bin;
mod bin_at;
mod case;
mod coalesce;
mod countof;
mod extract;
mod extract_all;
mod format_bytes;
mod has_any_index;
mod iff;
mod indexof;
mod indexof_regex;
mod isascii;
mod isempty;
mod isnotempty;
mod isnotnull;
mod isnull;
mod isutf8;
mod not;
mod now;
mod pack_array;
mod parse_json;
mod path;
mod regex_quote;
mod replace;
mod replace_regex;
mod replace_string;
mod replace_strings;
mod reverse;
mod split;
mod strcat;
mod strcat_array;
mod strcat_delim;
mod strcmp;
mod string_size;
mod strlen;
mod strrep;
mod substring;
mod tobool;
mod todatetime;
mod todecimal;
mod todouble;
mod toguid;
mod tohex;
mod toint;
mod tolong;
mod tolower;
mod tostring;
mod totimespan;
mod toupper;
mod translate;
mod trim;
mod trim_end;
mod trim_start;
mod unicode_codepoints_from_string;
mod unicode_codepoints_to_string;

/// All of them.
pub static ALL: &[&crate::Scalar] = &[
    &abs::FUNCTION,
    &ago::FUNCTION,
    &array_length::FUNCTION,
    &bag_pack::FUNCTION,
    &bin::FUNCTION,
    &bin_at::FUNCTION,
    &case::FUNCTION,
    &coalesce::FUNCTION,
    &countof::FUNCTION,
    &extract::FUNCTION,
    &extract_all::FUNCTION,
    &format_bytes::FUNCTION,
    &has_any_index::FUNCTION,
    &iff::FUNCTION,
    &indexof::FUNCTION,
    &indexof_regex::FUNCTION,
    &isascii::FUNCTION,
    &isempty::FUNCTION,
    &isnotempty::FUNCTION,
    &isnotnull::FUNCTION,
    &isnull::FUNCTION,
    &isutf8::FUNCTION,
    &not::FUNCTION,
    &now::FUNCTION,
    &pack_array::FUNCTION,
    &parse_json::FUNCTION,
    &path::FUNCTION,
    &regex_quote::FUNCTION,
    &replace::FUNCTION,
    &replace_regex::FUNCTION,
    &replace_string::FUNCTION,
    &replace_strings::FUNCTION,
    &reverse::FUNCTION,
    &split::FUNCTION,
    &strcat::FUNCTION,
    &strcat_array::FUNCTION,
    &strcat_delim::FUNCTION,
    &strcmp::FUNCTION,
    &string_size::FUNCTION,
    &strlen::FUNCTION,
    &strrep::FUNCTION,
    &substring::FUNCTION,
    &tobool::FUNCTION,
    &todatetime::FUNCTION,
    &todecimal::FUNCTION,
    &todouble::FUNCTION,
    &toguid::FUNCTION,
    &tohex::FUNCTION,
    &toint::FUNCTION,
    &tolong::FUNCTION,
    &tolower::FUNCTION,
    &tostring::FUNCTION,
    &totimespan::FUNCTION,
    &toupper::FUNCTION,
    &translate::FUNCTION,
    &trim::FUNCTION,
    &trim_end::FUNCTION,
    &trim_start::FUNCTION,
    &unicode_codepoints_from_string::FUNCTION,
    &unicode_codepoints_to_string::FUNCTION,
];
