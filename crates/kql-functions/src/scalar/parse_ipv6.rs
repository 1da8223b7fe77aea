//! `parse_ipv6`

use crate::kernel::ip::V6;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "parse_ipv6",
    Types::Overloads(&[takes(&[STRING], KqlType::String)]),
    Eval::Row(run),
    Doc::new(
        "parse_ipv6(ip)",
        "An IPv6 or IPv4 address with all its digits.",
        &[
            ("parse_ipv6('127.0.0.1')", "0000:0000:0000:0000:0000:ffff:7f00:0001"),
            ("parse_ipv6('fe80::85d:e82c:9446:7994')", "fe80:0000:0000:0000:085d:e82c:9446:7994"),
        ],
    )
    .notes("A prefix clears the bits past it. What is no address gives `\"\"`."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    V6::parse(&text(args, 0)).map_or(Value::Null, |ip| Value::string(V6::full(ip.masked(ip.prefix))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn addresses() {
        check("parse_ipv6", &[s("x")], "");
        check("parse_ipv6", &[Value::Null], "");
    }
}
