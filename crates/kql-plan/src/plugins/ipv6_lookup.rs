//! `evaluate ipv6_lookup(table, address, network [, key …] [, return_unmatched = true])`: the rows of a table whose
//! networks hold an address.

use crate::network_lookup::{Family, lookup};
use crate::plugin::Plugin;

pub(crate) static PLUGIN: Plugin =
    Plugin { names: &["ipv6_lookup"], row_local: false, bind: |b, relation, call| lookup(b, relation, call, &FAMILY) };

const FAMILY: Family = Family {
    bits: 128,
    masked: "iff(isempty(parse_ipv6_mask(ADDRESS, LENGTH)), '', strcat(parse_ipv6_mask(ADDRESS, LENGTH), '/', LENGTH))",
    ipv4_offset: 96,
};
