//! `ipv6_compare`

use crate::kernel::ip::{V6, prefix};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "ipv6_compare",
    Types::Overloads(&[takes(&[STRING, STRING, LONG], KqlType::Long).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "ipv6_compare(ip, ip [, prefix])",
        "-1, 0 or 1 as an IPv6 address comes before, equals or comes after another.",
        &[("ipv6_compare('fe80::1', 'fe80::2')", "-1")],
    )
    .notes("A prefix behind an address, and the prefix given, say how many bits count. What is no address gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let limit = if args.len() > 2 { long(args, 2).and_then(|p| prefix(p, 128)) } else { Some(128) };
    match (V6::parse(&text(args, 0)), V6::parse(&text(args, 1)), limit) {
        (Some(a), Some(b), Some(limit)) => Value::Long(a.compare(b, limit) as i64),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn addresses() {
        check("ipv6_compare", &[s("::ffff:7f00:1"), s("127.0.0.1")], "0");
        check("ipv6_compare", &[s("fe80::1"), s("fe80::2"), Value::Long(-1)], "null");
    }
}
