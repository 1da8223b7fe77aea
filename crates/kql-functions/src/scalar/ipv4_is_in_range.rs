//! `ipv4_is_in_range`

use crate::kernel::ip::V4;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "ipv4_is_in_range",
    Types::Overloads(&[takes(&[STRING, STRING], KqlType::Bool)]),
    Eval::Row(run),
    Doc::new(
        "ipv4_is_in_range(ip, range)",
        "Whether an IPv4 address lies in a range such as `10.0.0.0/8`.",
        &[
            ("ipv4_is_in_range('192.168.1.6', '192.168.1.1/24')", "True"),
            ("ipv4_is_in_range('192.168.2.6', '192.168.1.1/24')", "False"),
        ],
    )
    .notes("What is no address gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    match (V4::parse(&text(args, 0)), V4::parse(&text(args, 1))) {
        (Some(ip), Some(range)) => Value::Bool(ip.masked(range.prefix) == range.masked(range.prefix)),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn addresses() {
        check("ipv4_is_in_range", &[s("127.0.0.1"), s("127.0.0.1")], "True");
        check("ipv4_is_in_range", &[Value::Null, s("127.0.0.1")], "null");
    }
}
