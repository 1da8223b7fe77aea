//! `ipv4_is_match`

use crate::kernel::ip::V4;
use crate::kernel::ip_pair::matching;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = matching::<V4>(
    "ipv4_is_match",
    Doc::new(
        "ipv4_is_match(ip, ip [, prefix])",
        "Whether two IPv4 addresses are equal in the bits that count.",
        &[
            ("ipv4_is_match('192.168.1.1/24', '192.168.1.255')", "True"),
            ("ipv4_is_match('192.168.1.1', '192.168.1.2', 24)", "True"),
        ],
    ),
);

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
