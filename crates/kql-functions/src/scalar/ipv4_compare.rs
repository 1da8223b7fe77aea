//! `ipv4_compare`

use crate::kernel::ip::{V4, prefix};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "ipv4_compare",
    Types::Overloads(&[takes(&[STRING, STRING, LONG], KqlType::Long).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "ipv4_compare(ip, ip [, prefix])",
        "-1, 0 or 1 as an IPv4 address comes before, equals or comes after another.",
        &[("ipv4_compare('192.168.1.1', '192.168.1.255')", "-1")],
    )
    .notes("A prefix behind an address, and the prefix given, say how many bits count. What is no address gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let limit = if args.len() > 2 { long(args, 2).and_then(|p| prefix(p, 32)) } else { Some(32) };
    match (V4::parse(&text(args, 0)), V4::parse(&text(args, 1)), limit) {
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
        check("ipv4_compare", &[s("1.2.3.4"), s("1.2.3.3")], "1");
        check("ipv4_compare", &[s("1.2.3.4"), s("9.2.3.3"), Value::Long(0)], "0");
    }
}
