//! `ipv4_is_private`

use crate::kernel::ip::V4;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "ipv4_is_private",
    Types::Overloads(&[takes(&[STRING], KqlType::Bool)]),
    Eval::Row(run),
    Doc::new(
        "ipv4_is_private(ip)",
        "Whether an IPv4 address lies in `10.0.0.0/8`, `172.16.0.0/12` or `192.168.0.0/16`.",
        &[
            ("ipv4_is_private('192.168.1.1/24')", "True"),
            ("ipv4_is_private('127.0.0.1')", "False"),
            ("ipv4_is_private('x')", "null"),
        ],
    )
    .notes("What is no address gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    V4::parse(&text(args, 0)).map(V4::is_private).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn addresses() {
        check("ipv4_is_private", &[s("10.1.2.3")], "True");
        check("ipv4_is_private", &[s("172.32.0.1")], "False");
        check("ipv4_is_private", &[s("")], "null");
        check("ipv4_is_private", &[Value::Null], "null");
    }
}
