//! Our own KQL functions, in addition to Microsoft's. Written by `cargo xtask codegen`: a file is a function.

pub mod confusable_fold;
pub mod edit_distance_to_stock;
pub mod iis_appcmd;
pub mod path_normalize;

/// Every function of this folder, by name.
pub static ALL: &[&kql_functions::Scalar] =
    &[&confusable_fold::FUNCTION, &edit_distance_to_stock::FUNCTION, &iis_appcmd::FUNCTION, &path_normalize::FUNCTION];
