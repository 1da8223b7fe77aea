//! `ipv4_is_match`

use crate::kernel::ip::{V4, prefix};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "ipv4_is_match",
    Types::Overloads(&[takes(&[STRING, STRING, LONG], KqlType::Bool).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "ipv4_is_match(ip, ip [, prefix])",
        "Whether two IPv4 addresses are equal in the bits that count.",
        &[
            ("ipv4_is_match('192.168.1.1/24', '192.168.1.255')", "True"),
            ("ipv4_is_match('192.168.1.1', '192.168.1.2', 24)", "True"),
        ],
    )
    .notes("A prefix behind an address, and the prefix given, say how many bits count. What is no address gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let limit = if args.len() > 2 { long(args, 2).and_then(|p| prefix(p, 32)) } else { Some(32) };
    match (V4::parse(&text(args, 0)), V4::parse(&text(args, 1)), limit) {
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
        check("ipv4_is_match", &[s("1.2.3.4"), s("x")], "null");
        check("ipv4_is_match", &[s("1.2.3.4"), s("1.2.3.4"), Value::Long(33)], "null");
    }
}
