//! `parse_ipv6_mask`

use crate::kernel::ip::{V6, prefix};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "parse_ipv6_mask",
    Types::Overloads(&[takes(&[STRING, LONG], KqlType::String)]),
    Eval::Row(run),
    Doc::new(
        "parse_ipv6_mask(ip, prefix)",
        "An IPv6 or IPv4 address with all its digits and the bits past a prefix cleared.",
        &[("parse_ipv6_mask('192.168.255.255', 120)", "0000:0000:0000:0000:0000:ffff:c0a8:ff00")],
    )
    .notes("What is no address gives `\"\"`."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let limit = long(args, 1).and_then(|p| prefix(p, 128));
    let ip = V6::parse(&text(args, 0)).zip(limit);
    ip.map_or(Value::Null, |(ip, limit)| Value::string(V6::full(ip.masked(limit.min(ip.prefix)))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn addresses() {
        check(
            "parse_ipv6_mask",
            &[s("fe80::85d:e82c:9446:7994/120"), Value::Long(124)],
            "fe80:0000:0000:0000:085d:e82c:9446:7900",
        );
        check("parse_ipv6_mask", &[s("::1"), Value::Long(200)], "");
    }
}
