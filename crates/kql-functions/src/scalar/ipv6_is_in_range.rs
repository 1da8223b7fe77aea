//! `ipv6_is_in_range`

use crate::kernel::ip::V6;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "ipv6_is_in_range",
    Types::Overloads(&[takes(&[STRING, STRING], KqlType::Bool)]),
    Eval::Row(run),
    Doc::new(
        "ipv6_is_in_range(ip, range)",
        "Whether an IPv6 address lies in a range such as `fe80::/10`.",
        &[(
            "ipv6_is_in_range('a5e:f127:8a9d:146d:e102:b5d3:c755:abcd', 'a5e:f127:8a9d:146d:e102:b5d3:c755:0000/112')",
            "True",
        )],
    )
    .notes("What is no address gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    match (V6::parse(&text(args, 0)), V6::parse(&text(args, 1))) {
        (Some(ip), Some(range)) => Value::Bool(ip.mapped().masked(range.prefix) == range.mapped().masked(range.prefix)),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn addresses() {
        check("ipv6_is_in_range", &[s("fe80::1"), s("fe80::/10")], "True");
        check("ipv6_is_in_range", &[Value::Null, s("fe80::/10")], "null");
    }
}
