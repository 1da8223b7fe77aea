//! `ipv4_range_to_cidr_list`

use crate::kernel::ip::V4;
use crate::prelude::*;
use serde_json::Value as Json;
use std::net::Ipv4Addr;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "ipv4_range_to_cidr_list",
    Types::Overloads(&[takes(&[STRING, STRING], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "ipv4_range_to_cidr_list(first, last)",
        "The fewest networks that make up a range of IPv4 addresses.",
        &[(
            "ipv4_range_to_cidr_list('1.1.128.0', '1.1.140.255')",
            "[\"1.1.128.0/21\",\"1.1.136.0/22\",\"1.1.140.0/24\"]",
        )],
    )
    .notes("What is no address, and a range that ends before it begins, give null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let bits = |i: usize| V4::parse(&text(args, i)).map(|v| u64::from(v.bits));
    let (Some(mut next), Some(last)) = (bits(0), bits(1)) else {
        return Value::Null;
    };
    if next > last {
        return Value::Null;
    }
    let mut networks = Vec::new();
    // At most two networks of each size.
    while next <= last {
        // As large as its first address and what is left of the range allow.
        let size = next.trailing_zeros().min(32).min((last - next + 1).ilog2());
        let address = Ipv4Addr::from_bits(u32::try_from(next).unwrap_or(u32::MAX));
        networks.push(Json::from(format!("{address}/{}", 32 - size)));
        next += 1 << size;
    }
    dynamic_array(networks)
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn ranges() {
        let check = |first, last, expect| check("ipv4_range_to_cidr_list", &[s(first), s(last)], expect);
        check("0.0.0.0", "255.255.255.255", "[\"0.0.0.0/0\"]");
        check("10.0.0.1", "10.0.0.1", "[\"10.0.0.1/32\"]");
        check("10.0.0.1", "10.0.0.4", "[\"10.0.0.1/32\",\"10.0.0.2/31\",\"10.0.0.4/32\"]");
        check("10.0.0.2", "10.0.0.1", "null");
        check("x", "10.0.0.1", "null");
    }
}
