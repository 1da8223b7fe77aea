//! `format_ipv4_mask`

use crate::kernel::ip::{V4, prefix};
use crate::prelude::*;
use std::net::Ipv4Addr;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "format_ipv4_mask",
    Types::Overloads(&[takes(&[ANY, LONG], KqlType::String).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "format_ipv4_mask(ip [, prefix])",
        "An IPv4 address with its prefix as text, the bits past it cleared.",
        &[("format_ipv4_mask('192.168.1.255', 24)", "192.168.1.0/24")],
    )
    .notes("The address may be a number. What is no address gives `\"\"`."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let ip = match args.first() {
        Some(number @ (Value::Int(_) | Value::Long(_))) => {
            number.as_i64().and_then(|bits| u32::try_from(bits).ok()).map(|bits| V4 { bits, prefix: 32 })
        }
        _ => V4::parse(&text(args, 0)),
    };
    let limit = if args.len() > 1 { long(args, 1).and_then(|p| prefix(p, 32)) } else { Some(32) };
    let Some((ip, limit)) = ip.zip(limit) else {
        return Value::Null;
    };
    let limit = limit.min(ip.prefix);
    let address = Ipv4Addr::from_bits(ip.masked(limit));
    Value::string(format!("{address}/{limit}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn addresses() {
        check("format_ipv4_mask", &[Value::Long(3232236031)], "192.168.1.255/32");
        check("format_ipv4_mask", &[s("10.1.2.3/16"), Value::Long(24)], "10.1.0.0/16");
    }
}
