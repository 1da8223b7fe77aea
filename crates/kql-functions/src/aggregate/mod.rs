//! Aggregate functions, one a file. Written by `cargo xtask codegen`.

mod any;
mod arg_max;
mod arg_min;
mod avg;
mod avgif;
mod binary_all_and;
mod binary_all_or;
mod binary_all_xor;
mod buildschema;
mod count;
mod count_distinct;
mod count_distinctif;
mod countif;
mod covariance;
mod covarianceif;
mod covariancep;
mod covariancepif;
mod dcount;
mod dcountif;
mod hll;
mod hll_if;
mod hll_merge;
mod make_bag;
mod make_bag_if;
mod make_list;
mod make_list_if;
mod make_list_with_nulls;
mod make_set;
mod make_set_if;
mod max;
mod maxif;
mod min;
mod minif;
mod percentile;
mod percentiles;
mod percentiles_array;
mod percentilesw;
mod percentilesw_array;
mod percentilew;
mod stdev;
mod stdevif;
mod stdevp;
mod stdevpif;
mod sum;
mod sumif;
mod take_any;
mod take_anyif;
mod tdigest;
mod tdigest_merge;
mod variance;
mod varianceif;
mod variancep;
mod variancepif;

/// All of them.
pub static ALL: &[&crate::Aggregate] = &[
    &any::FUNCTION,
    &arg_max::FUNCTION,
    &arg_min::FUNCTION,
    &avg::FUNCTION,
    &avgif::FUNCTION,
    &binary_all_and::FUNCTION,
    &binary_all_or::FUNCTION,
    &binary_all_xor::FUNCTION,
    &buildschema::FUNCTION,
    &count::FUNCTION,
    &count_distinct::FUNCTION,
    &count_distinctif::FUNCTION,
    &countif::FUNCTION,
    &covariance::FUNCTION,
    &covarianceif::FUNCTION,
    &covariancep::FUNCTION,
    &covariancepif::FUNCTION,
    &dcount::FUNCTION,
    &dcountif::FUNCTION,
    &hll::FUNCTION,
    &hll_if::FUNCTION,
    &hll_merge::FUNCTION,
    &make_bag::FUNCTION,
    &make_bag_if::FUNCTION,
    &make_list::FUNCTION,
    &make_list_if::FUNCTION,
    &make_list_with_nulls::FUNCTION,
    &make_set::FUNCTION,
    &make_set_if::FUNCTION,
    &max::FUNCTION,
    &maxif::FUNCTION,
    &min::FUNCTION,
    &minif::FUNCTION,
    &percentile::FUNCTION,
    &percentiles::FUNCTION,
    &percentiles_array::FUNCTION,
    &percentilesw::FUNCTION,
    &percentilesw_array::FUNCTION,
    &percentilew::FUNCTION,
    &stdev::FUNCTION,
    &stdevif::FUNCTION,
    &stdevp::FUNCTION,
    &stdevpif::FUNCTION,
    &sum::FUNCTION,
    &sumif::FUNCTION,
    &take_any::FUNCTION,
    &take_anyif::FUNCTION,
    &tdigest::FUNCTION,
    &tdigest_merge::FUNCTION,
    &variance::FUNCTION,
    &varianceif::FUNCTION,
    &variancep::FUNCTION,
    &variancepif::FUNCTION,
];
