//! `ipv6_is_match`

use crate::kernel::ip::{V6, prefix};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "ipv6_is_match",
    Types::Overloads(&[takes(&[STRING, STRING, LONG], KqlType::Bool).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "ipv6_is_match(ip, ip [, prefix])",
        "Whether two IPv6 addresses are equal in the bits that count.",
        &[("ipv6_is_match('::ffff:7f00:1', '127.0.0.1')", "True")],
    )
    .notes("A prefix behind an address, and the prefix given, say how many bits count. What is no address gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let limit = if args.len() > 2 { long(args, 2).and_then(|p| prefix(p, 128)) } else { Some(128) };
    match (V6::parse(&text(args, 0)), V6::parse(&text(args, 1)), limit) {
        (Some(a), Some(b), Some(limit)) => Value::Bool(a.compare(b, limit).is_eq()),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn addresses() {
        check("ipv6_is_match", &[s("fe80::1"), s("fe80::2"), Value::Long(120)], "True");
        check("ipv6_is_match", &[s("fe80::1"), s("")], "null");
    }
}
