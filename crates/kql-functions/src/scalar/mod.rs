//! Scalar functions, one a file. Written by `cargo xtask codegen`.

mod abs;
mod acos;
mod ago;
mod around;
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
mod asin;
mod assert;
mod atan;
mod atan2;
mod bag_has_key;
mod bag_keys;
mod bag_merge;
mod bag_pack;
mod bag_pack_columns;
mod bag_remove_keys;
mod bag_set_key;
mod bag_zip;
mod base64_decode_toarray;
mod base64_decode_toguid;
mod base64_decode_tostring;
mod base64_encode_fromarray;
mod base64_encode_fromguid;
mod base64_encode_tostring;
mod beta_cdf;
mod beta_inv;
mod beta_pdf;
mod bin;
mod bin_at;
mod binary_and;
mod binary_not;
mod binary_or;
mod binary_shift_left;
mod binary_shift_right;
mod binary_xor;
mod bitset_count_ones;
mod case;
mod ceiling;
mod coalesce;
mod column_ifexists;
mod column_names_of;
mod convert_angle;
mod convert_energy;
mod convert_force;
mod convert_length;
mod convert_mass;
mod convert_speed;
mod convert_temperature;
mod convert_volume;
mod cos;
mod cot;
mod countof;
mod current_cluster_endpoint;
mod current_database;
mod current_principal;
mod current_principal_details;
mod current_principal_is_member_of;
mod datetime_add;
mod datetime_diff;
mod datetime_list_timezones;
mod datetime_local_to_utc;
mod datetime_part;
mod datetime_utc_to_local;
mod dayofmonth;
mod dayofweek;
mod dayofyear;
mod dcount_hll;
mod degrees;
mod dynamic_to_json;
mod endofday;
mod endofmonth;
mod endofweek;
mod endofyear;
mod erf;
mod erfc;
mod estimate_data_size;
mod exp;
mod exp10;
mod exp2;
mod extract;
mod extract_all;
mod extract_json;
mod format_bytes;
mod format_datetime;
mod format_ipv4;
mod format_ipv4_mask;
mod format_timespan;
mod gamma;
mod geo_azimuth;
mod geo_closest_point_on_line;
mod geo_closest_point_on_polygon;
mod geo_distance_2points;
mod geo_distance_point_to_line;
mod geo_distance_point_to_polygon;
mod geo_from_wkt;
mod geo_geohash_neighbors;
mod geo_geohash_to_central_point;
mod geo_geohash_to_polygon;
mod geo_info_from_ip_address;
mod geo_line_length;
mod geo_point_in_circle;
mod geo_point_in_polygon;
mod geo_point_to_geohash;
mod geo_point_to_s2cell;
mod geo_s2cell_neighbors;
mod geo_s2cell_to_central_point;
mod geo_s2cell_to_polygon;
mod gettype;
mod getyear;
mod gzip_compress_to_base64_string;
mod gzip_decompress_from_base64_string;
mod has_any_index;
mod has_any_ipv4;
mod has_any_ipv4_prefix;
mod has_ipv4;
mod has_ipv4_prefix;
mod hash;
mod hash_combine;
mod hash_many;
mod hash_md5;
mod hash_sha1;
mod hash_sha256;
mod hll_merge;
mod hourofday;
mod iff;
mod indexof;
mod indexof_regex;
mod ingestion_time;
mod ipv4_compare;
mod ipv4_is_in_any_range;
mod ipv4_is_in_range;
mod ipv4_is_match;
mod ipv4_is_private;
mod ipv4_netmask_suffix;
mod ipv4_range_to_cidr_list;
mod ipv6_compare;
mod ipv6_is_in_any_range;
mod ipv6_is_in_range;
mod ipv6_is_match;
mod isascii;
mod isempty;
mod isfinite;
mod isinf;
mod isnan;
mod isnotempty;
mod isnotnull;
mod isnull;
mod isutf8;
mod jaccard_index;
mod log;
mod log10;
mod log2;
mod loggamma;
mod make_datetime;
mod make_series;
mod make_timespan;
mod materialize;
mod max_of;
mod min_of;
mod monthofyear;
mod new_guid;
mod next;
mod not;
mod now;
mod pack_all;
mod pack_array;
mod parse_command_line;
mod parse_csv;
mod parse_ipv4;
mod parse_ipv4_mask;
mod parse_ipv6;
mod parse_ipv6_mask;
mod parse_json;
mod parse_kv;
mod parse_path;
mod parse_url;
mod parse_urlquery;
mod parse_user_agent;
mod parse_version;
mod parse_xml;
mod path;
mod percentile_array_tdigest;
mod percentile_tdigest;
mod percentrank_tdigest;
mod pi;
mod pow;
mod prev;
mod punycode_domain_from_string;
mod punycode_domain_to_string;
mod punycode_from_string;
mod punycode_to_string;
mod radians;
mod rand;
mod range;
mod rank_tdigest;
mod regex_quote;
mod repeat;
mod replace;
mod replace_regex;
mod replace_string;
mod replace_strings;
mod reverse;
mod round;
mod row_cumsum;
mod row_number;
mod row_rank_dense;
mod row_rank_min;
mod row_window_session;
mod series_abs;
mod series_acos;
mod series_add;
mod series_asin;
mod series_atan;
mod series_atan2;
mod series_ceiling;
mod series_cos;
mod series_cosine_similarity;
mod series_decompose;
mod series_decompose_anomalies;
mod series_decompose_forecast;
mod series_divide;
mod series_dot_product;
mod series_equals;
mod series_exp;
mod series_fill_backward;
mod series_fill_const;
mod series_fill_forward;
mod series_fill_linear;
mod series_fir;
mod series_fit_2lines;
mod series_fit_2lines_dynamic;
mod series_fit_line;
mod series_fit_line_dynamic;
mod series_fit_poly;
mod series_floor;
mod series_greater;
mod series_greater_equals;
mod series_iir;
mod series_less;
mod series_less_equals;
mod series_log;
mod series_magnitude;
mod series_median;
mod series_multiply;
mod series_not_equals;
mod series_outliers;
mod series_pearson_correlation;
mod series_periods_detect;
mod series_periods_validate;
mod series_pow;
mod series_product;
mod series_seasonal;
mod series_sign;
mod series_sin;
mod series_sqrt;
mod series_stats;
mod series_stats_dynamic;
mod series_subtract;
mod series_tan;
mod set_difference;
mod set_has_element;
mod set_intersect;
mod set_union;
mod sign;
mod sin;
mod split;
mod sqrt;
mod startofday;
mod startofmonth;
mod startofweek;
mod startofyear;
mod strcat;
mod strcat_array;
mod strcat_delim;
mod strcmp;
mod string_size;
mod strlen;
mod strrep;
mod substring;
mod tan;
mod tdigest_merge;
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
mod unixtime_microseconds_todatetime;
mod unixtime_milliseconds_todatetime;
mod unixtime_nanoseconds_todatetime;
mod unixtime_seconds_todatetime;
mod url_decode;
mod url_encode;
mod url_encode_component;
mod week_of_year;
mod zip;
mod zlib_compress_to_base64_string;
mod zlib_decompress_from_base64_string;

/// All of them.
pub static ALL: &[&crate::Scalar] = &[
    &abs::FUNCTION,
    &acos::FUNCTION,
    &ago::FUNCTION,
    &around::FUNCTION,
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
    &asin::FUNCTION,
    &assert::FUNCTION,
    &atan::FUNCTION,
    &atan2::FUNCTION,
    &bag_has_key::FUNCTION,
    &bag_keys::FUNCTION,
    &bag_merge::FUNCTION,
    &bag_pack::FUNCTION,
    &bag_pack_columns::FUNCTION,
    &bag_remove_keys::FUNCTION,
    &bag_set_key::FUNCTION,
    &bag_zip::FUNCTION,
    &base64_decode_toarray::FUNCTION,
    &base64_decode_toguid::FUNCTION,
    &base64_decode_tostring::FUNCTION,
    &base64_encode_fromarray::FUNCTION,
    &base64_encode_fromguid::FUNCTION,
    &base64_encode_tostring::FUNCTION,
    &beta_cdf::FUNCTION,
    &beta_inv::FUNCTION,
    &beta_pdf::FUNCTION,
    &bin::FUNCTION,
    &bin_at::FUNCTION,
    &binary_and::FUNCTION,
    &binary_not::FUNCTION,
    &binary_or::FUNCTION,
    &binary_shift_left::FUNCTION,
    &binary_shift_right::FUNCTION,
    &binary_xor::FUNCTION,
    &bitset_count_ones::FUNCTION,
    &case::FUNCTION,
    &ceiling::FUNCTION,
    &coalesce::FUNCTION,
    &column_ifexists::FUNCTION,
    &column_names_of::FUNCTION,
    &convert_angle::FUNCTION,
    &convert_energy::FUNCTION,
    &convert_force::FUNCTION,
    &convert_length::FUNCTION,
    &convert_mass::FUNCTION,
    &convert_speed::FUNCTION,
    &convert_temperature::FUNCTION,
    &convert_volume::FUNCTION,
    &cos::FUNCTION,
    &cot::FUNCTION,
    &countof::FUNCTION,
    &current_cluster_endpoint::FUNCTION,
    &current_database::FUNCTION,
    &current_principal::FUNCTION,
    &current_principal_details::FUNCTION,
    &current_principal_is_member_of::FUNCTION,
    &datetime_add::FUNCTION,
    &datetime_diff::FUNCTION,
    &datetime_list_timezones::FUNCTION,
    &datetime_local_to_utc::FUNCTION,
    &datetime_part::FUNCTION,
    &datetime_utc_to_local::FUNCTION,
    &dayofmonth::FUNCTION,
    &dayofweek::FUNCTION,
    &dayofyear::FUNCTION,
    &dcount_hll::FUNCTION,
    &degrees::FUNCTION,
    &dynamic_to_json::FUNCTION,
    &endofday::FUNCTION,
    &endofmonth::FUNCTION,
    &endofweek::FUNCTION,
    &endofyear::FUNCTION,
    &erf::FUNCTION,
    &erfc::FUNCTION,
    &estimate_data_size::FUNCTION,
    &exp::FUNCTION,
    &exp10::FUNCTION,
    &exp2::FUNCTION,
    &extract::FUNCTION,
    &extract_all::FUNCTION,
    &extract_json::FUNCTION,
    &format_bytes::FUNCTION,
    &format_datetime::FUNCTION,
    &format_ipv4::FUNCTION,
    &format_ipv4_mask::FUNCTION,
    &format_timespan::FUNCTION,
    &gamma::FUNCTION,
    &geo_azimuth::FUNCTION,
    &geo_closest_point_on_line::FUNCTION,
    &geo_closest_point_on_polygon::FUNCTION,
    &geo_distance_2points::FUNCTION,
    &geo_distance_point_to_line::FUNCTION,
    &geo_distance_point_to_polygon::FUNCTION,
    &geo_from_wkt::FUNCTION,
    &geo_geohash_neighbors::FUNCTION,
    &geo_geohash_to_central_point::FUNCTION,
    &geo_geohash_to_polygon::FUNCTION,
    &geo_info_from_ip_address::FUNCTION,
    &geo_line_length::FUNCTION,
    &geo_point_in_circle::FUNCTION,
    &geo_point_in_polygon::FUNCTION,
    &geo_point_to_geohash::FUNCTION,
    &geo_point_to_s2cell::FUNCTION,
    &geo_s2cell_neighbors::FUNCTION,
    &geo_s2cell_to_central_point::FUNCTION,
    &geo_s2cell_to_polygon::FUNCTION,
    &gettype::FUNCTION,
    &getyear::FUNCTION,
    &gzip_compress_to_base64_string::FUNCTION,
    &gzip_decompress_from_base64_string::FUNCTION,
    &has_any_index::FUNCTION,
    &has_any_ipv4::FUNCTION,
    &has_any_ipv4_prefix::FUNCTION,
    &has_ipv4::FUNCTION,
    &has_ipv4_prefix::FUNCTION,
    &hash::FUNCTION,
    &hash_combine::FUNCTION,
    &hash_many::FUNCTION,
    &hash_md5::FUNCTION,
    &hash_sha1::FUNCTION,
    &hash_sha256::FUNCTION,
    &hll_merge::FUNCTION,
    &hourofday::FUNCTION,
    &iff::FUNCTION,
    &indexof::FUNCTION,
    &indexof_regex::FUNCTION,
    &ingestion_time::FUNCTION,
    &ipv4_compare::FUNCTION,
    &ipv4_is_in_any_range::FUNCTION,
    &ipv4_is_in_range::FUNCTION,
    &ipv4_is_match::FUNCTION,
    &ipv4_is_private::FUNCTION,
    &ipv4_netmask_suffix::FUNCTION,
    &ipv4_range_to_cidr_list::FUNCTION,
    &ipv6_compare::FUNCTION,
    &ipv6_is_in_any_range::FUNCTION,
    &ipv6_is_in_range::FUNCTION,
    &ipv6_is_match::FUNCTION,
    &isascii::FUNCTION,
    &isempty::FUNCTION,
    &isfinite::FUNCTION,
    &isinf::FUNCTION,
    &isnan::FUNCTION,
    &isnotempty::FUNCTION,
    &isnotnull::FUNCTION,
    &isnull::FUNCTION,
    &isutf8::FUNCTION,
    &jaccard_index::FUNCTION,
    &log::FUNCTION,
    &log10::FUNCTION,
    &log2::FUNCTION,
    &loggamma::FUNCTION,
    &make_datetime::FUNCTION,
    &make_series::FUNCTION,
    &make_timespan::FUNCTION,
    &materialize::FUNCTION,
    &max_of::FUNCTION,
    &min_of::FUNCTION,
    &monthofyear::FUNCTION,
    &new_guid::FUNCTION,
    &next::FUNCTION,
    &not::FUNCTION,
    &now::FUNCTION,
    &pack_all::FUNCTION,
    &pack_array::FUNCTION,
    &parse_command_line::FUNCTION,
    &parse_csv::FUNCTION,
    &parse_ipv4::FUNCTION,
    &parse_ipv4_mask::FUNCTION,
    &parse_ipv6::FUNCTION,
    &parse_ipv6_mask::FUNCTION,
    &parse_json::FUNCTION,
    &parse_kv::FUNCTION,
    &parse_path::FUNCTION,
    &parse_url::FUNCTION,
    &parse_urlquery::FUNCTION,
    &parse_user_agent::FUNCTION,
    &parse_version::FUNCTION,
    &parse_xml::FUNCTION,
    &path::FUNCTION,
    &percentile_array_tdigest::FUNCTION,
    &percentile_tdigest::FUNCTION,
    &percentrank_tdigest::FUNCTION,
    &pi::FUNCTION,
    &pow::FUNCTION,
    &prev::FUNCTION,
    &punycode_domain_from_string::FUNCTION,
    &punycode_domain_to_string::FUNCTION,
    &punycode_from_string::FUNCTION,
    &punycode_to_string::FUNCTION,
    &radians::FUNCTION,
    &rand::FUNCTION,
    &range::FUNCTION,
    &rank_tdigest::FUNCTION,
    &regex_quote::FUNCTION,
    &repeat::FUNCTION,
    &replace::FUNCTION,
    &replace_regex::FUNCTION,
    &replace_string::FUNCTION,
    &replace_strings::FUNCTION,
    &reverse::FUNCTION,
    &round::FUNCTION,
    &row_cumsum::FUNCTION,
    &row_number::FUNCTION,
    &row_rank_dense::FUNCTION,
    &row_rank_min::FUNCTION,
    &row_window_session::FUNCTION,
    &series_abs::FUNCTION,
    &series_acos::FUNCTION,
    &series_add::FUNCTION,
    &series_asin::FUNCTION,
    &series_atan::FUNCTION,
    &series_atan2::FUNCTION,
    &series_ceiling::FUNCTION,
    &series_cos::FUNCTION,
    &series_cosine_similarity::FUNCTION,
    &series_decompose::FUNCTION,
    &series_decompose_anomalies::FUNCTION,
    &series_decompose_forecast::FUNCTION,
    &series_divide::FUNCTION,
    &series_dot_product::FUNCTION,
    &series_equals::FUNCTION,
    &series_exp::FUNCTION,
    &series_fill_backward::FUNCTION,
    &series_fill_const::FUNCTION,
    &series_fill_forward::FUNCTION,
    &series_fill_linear::FUNCTION,
    &series_fir::FUNCTION,
    &series_fit_2lines::FUNCTION,
    &series_fit_2lines_dynamic::FUNCTION,
    &series_fit_line::FUNCTION,
    &series_fit_line_dynamic::FUNCTION,
    &series_fit_poly::FUNCTION,
    &series_floor::FUNCTION,
    &series_greater::FUNCTION,
    &series_greater_equals::FUNCTION,
    &series_iir::FUNCTION,
    &series_less::FUNCTION,
    &series_less_equals::FUNCTION,
    &series_log::FUNCTION,
    &series_magnitude::FUNCTION,
    &series_median::FUNCTION,
    &series_multiply::FUNCTION,
    &series_not_equals::FUNCTION,
    &series_outliers::FUNCTION,
    &series_pearson_correlation::FUNCTION,
    &series_periods_detect::FUNCTION,
    &series_periods_validate::FUNCTION,
    &series_pow::FUNCTION,
    &series_product::FUNCTION,
    &series_seasonal::FUNCTION,
    &series_sign::FUNCTION,
    &series_sin::FUNCTION,
    &series_sqrt::FUNCTION,
    &series_stats::FUNCTION,
    &series_stats_dynamic::FUNCTION,
    &series_subtract::FUNCTION,
    &series_tan::FUNCTION,
    &set_difference::FUNCTION,
    &set_has_element::FUNCTION,
    &set_intersect::FUNCTION,
    &set_union::FUNCTION,
    &sign::FUNCTION,
    &sin::FUNCTION,
    &split::FUNCTION,
    &sqrt::FUNCTION,
    &startofday::FUNCTION,
    &startofmonth::FUNCTION,
    &startofweek::FUNCTION,
    &startofyear::FUNCTION,
    &strcat::FUNCTION,
    &strcat_array::FUNCTION,
    &strcat_delim::FUNCTION,
    &strcmp::FUNCTION,
    &string_size::FUNCTION,
    &strlen::FUNCTION,
    &strrep::FUNCTION,
    &substring::FUNCTION,
    &tan::FUNCTION,
    &tdigest_merge::FUNCTION,
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
    &unixtime_microseconds_todatetime::FUNCTION,
    &unixtime_milliseconds_todatetime::FUNCTION,
    &unixtime_nanoseconds_todatetime::FUNCTION,
    &unixtime_seconds_todatetime::FUNCTION,
    &url_decode::FUNCTION,
    &url_encode::FUNCTION,
    &url_encode_component::FUNCTION,
    &week_of_year::FUNCTION,
    &zip::FUNCTION,
    &zlib_compress_to_base64_string::FUNCTION,
    &zlib_decompress_from_base64_string::FUNCTION,
];
