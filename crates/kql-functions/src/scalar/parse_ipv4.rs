//! `parse_ipv4`

use crate::kernel::ip::V4;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "parse_ipv4",
    Types::Overloads(&[takes(&[STRING], KqlType::Long)]),
    Eval::Row(run),
    Doc::new(
        "parse_ipv4(ip)",
        "An IPv4 address as a number.",
        &[("parse_ipv4('192.168.1.1')", "3232235777"), ("parse_ipv4('192.168.1.1/24')", "3232235776")],
    )
    .notes("A prefix clears the bits past it. What is no address gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    V4::parse(&text(args, 0)).map(|ip| i64::from(ip.masked(ip.prefix))).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn addresses() {
        check("parse_ipv4", &[s("255.255.255.255/31")], "4294967294");
        check("parse_ipv4", &[Value::Null], "null");
    }
}
