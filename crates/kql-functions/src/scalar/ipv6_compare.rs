//! `ipv6_compare`

use crate::kernel::ip::V6;
use crate::kernel::ip_pair::comparison;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = comparison::<V6>(
    "ipv6_compare",
    Doc::new(
        "ipv6_compare(ip, ip [, prefix])",
        "-1, 0 or 1 as an IPv6 address comes before, equals or comes after another.",
        &[("ipv6_compare('fe80::1', 'fe80::2')", "-1")],
    ),
);

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
