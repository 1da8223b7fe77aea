//! Scalar functions, one a file. Written by `cargo xtask codegen`.

mod abs;
mod ago;
mod array_concat;
mod array_iff;
mod array_index_of;
mod array_length;
mod array_reverse;
mod array_rotate_left;
mod array_rotate_right;
mod array_shift_left;
mod array_shift_right;
mod array_slice;
mod array_sort_asc;
mod array_sort_desc;
mod array_split;
mod array_sum;
mod bag_has_key;
mod bag_keys;
mod bag_merge;
mod bag_pack;
mod bag_pack_columns;
mod bag_remove_keys;
mod bag_set_key;
mod bag_zip;
mod bin;
mod bin_at;
mod case;
mod coalesce;
mod column_ifexists;
mod countof;
mod dynamic_to_json;
mod estimate_data_size;
mod extract;
mod extract_all;
mod extract_json;
mod format_bytes;
mod gettype;
mod has_any_index;
mod iff;
mod indexof;
mod indexof_regex;
mod ingestion_time;
mod isascii;
mod isempty;
mod isnotempty;
mod isnotnull;
mod isnull;
mod isutf8;
mod jaccard_index;
mod materialize;
mod next;
mod not;
mod now;
mod pack_all;
mod pack_array;
mod parse_json;
mod path;
mod prev;
mod range;
mod regex_quote;
mod repeat;
mod replace;
mod replace_regex;
mod replace_string;
mod replace_strings;
mod reverse;
mod row_cumsum;
mod row_number;
mod row_rank_dense;
mod row_rank_min;
mod row_window_session;
mod set_difference;
mod set_has_element;
mod set_intersect;
mod set_union;
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
mod toscalar;
mod tostring;
mod totimespan;
mod toupper;
mod translate;
mod treepath;
mod trim;
mod trim_end;
mod trim_start;
mod unicode_codepoints_from_string;
mod unicode_codepoints_to_string;
mod zip;

/// All of them.
pub static ALL: &[&crate::Scalar] = &[
    &abs::FUNCTION,
    &ago::FUNCTION,
    &array_concat::FUNCTION,
    &array_iff::FUNCTION,
    &array_index_of::FUNCTION,
    &array_length::FUNCTION,
    &array_reverse::FUNCTION,
    &array_rotate_left::FUNCTION,
    &array_rotate_right::FUNCTION,
    &array_shift_left::FUNCTION,
    &array_shift_right::FUNCTION,
    &array_slice::FUNCTION,
    &array_sort_asc::FUNCTION,
    &array_sort_desc::FUNCTION,
    &array_split::FUNCTION,
    &array_sum::FUNCTION,
    &bag_has_key::FUNCTION,
    &bag_keys::FUNCTION,
    &bag_merge::FUNCTION,
    &bag_pack::FUNCTION,
    &bag_pack_columns::FUNCTION,
    &bag_remove_keys::FUNCTION,
    &bag_set_key::FUNCTION,
    &bag_zip::FUNCTION,
    &bin::FUNCTION,
    &bin_at::FUNCTION,
    &case::FUNCTION,
    &coalesce::FUNCTION,
    &column_ifexists::FUNCTION,
    &countof::FUNCTION,
    &dynamic_to_json::FUNCTION,
    &estimate_data_size::FUNCTION,
    &extract::FUNCTION,
    &extract_all::FUNCTION,
    &extract_json::FUNCTION,
    &format_bytes::FUNCTION,
    &gettype::FUNCTION,
    &has_any_index::FUNCTION,
    &iff::FUNCTION,
    &indexof::FUNCTION,
    &indexof_regex::FUNCTION,
    &ingestion_time::FUNCTION,
    &isascii::FUNCTION,
    &isempty::FUNCTION,
    &isnotempty::FUNCTION,
    &isnotnull::FUNCTION,
    &isnull::FUNCTION,
    &isutf8::FUNCTION,
    &jaccard_index::FUNCTION,
    &materialize::FUNCTION,
    &next::FUNCTION,
    &not::FUNCTION,
    &now::FUNCTION,
    &pack_all::FUNCTION,
    &pack_array::FUNCTION,
    &parse_json::FUNCTION,
    &path::FUNCTION,
    &prev::FUNCTION,
    &range::FUNCTION,
    &regex_quote::FUNCTION,
    &repeat::FUNCTION,
    &replace::FUNCTION,
    &replace_regex::FUNCTION,
    &replace_string::FUNCTION,
    &replace_strings::FUNCTION,
    &reverse::FUNCTION,
    &row_cumsum::FUNCTION,
    &row_number::FUNCTION,
    &row_rank_dense::FUNCTION,
    &row_rank_min::FUNCTION,
    &row_window_session::FUNCTION,
    &set_difference::FUNCTION,
    &set_has_element::FUNCTION,
    &set_intersect::FUNCTION,
    &set_union::FUNCTION,
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
    &toscalar::FUNCTION,
    &tostring::FUNCTION,
    &totimespan::FUNCTION,
    &toupper::FUNCTION,
    &translate::FUNCTION,
    &treepath::FUNCTION,
    &trim::FUNCTION,
    &trim_end::FUNCTION,
    &trim_start::FUNCTION,
    &unicode_codepoints_from_string::FUNCTION,
    &unicode_codepoints_to_string::FUNCTION,
    &zip::FUNCTION,
];
