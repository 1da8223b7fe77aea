//! `evaluate ipv4_lookup(table, address, network [, key …] [, return_unmatched = true])`: the rows of a table whose
//! networks hold an address.

use crate::network_lookup::{Family, lookup};
use crate::plugin::Plugin;

pub(crate) static PLUGIN: Plugin =
    Plugin { names: &["ipv4_lookup"], row_local: false, bind: |b, relation, call| lookup(b, relation, call, &FAMILY) };

const FAMILY: Family = Family { bits: 32, masked: "format_ipv4_mask(ADDRESS, LENGTH)", ipv4_offset: 0 };
