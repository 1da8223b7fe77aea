//! `ipv4_netmask_suffix`

use crate::kernel::ip::V4;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "ipv4_netmask_suffix",
    Types::Overloads(&[takes(&[STRING], KqlType::Long)]),
    Eval::Row(run),
    Doc::new(
        "ipv4_netmask_suffix(ip)",
        "The prefix of an IPv4 address.",
        &[("ipv4_netmask_suffix('10.1.2.3/24')", "24"), ("ipv4_netmask_suffix('10.1.2.3')", "32")],
    )
    .notes("What is no address gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    V4::parse(&text(args, 0)).map(|ip| i64::from(ip.prefix)).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn addresses() {
        check("ipv4_netmask_suffix", &[s("x")], "null");
        check("ipv4_netmask_suffix", &[Value::Null], "null");
    }
}
