//! `ipv6_is_match`

use crate::kernel::ip::V6;
use crate::kernel::ip_pair::matching;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = matching::<V6>(
    "ipv6_is_match",
    Doc::new(
        "ipv6_is_match(ip, ip [, prefix])",
        "Whether two IPv6 addresses are equal in the bits that count.",
        &[("ipv6_is_match('::ffff:7f00:1', '127.0.0.1')", "True")],
    ),
);

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
