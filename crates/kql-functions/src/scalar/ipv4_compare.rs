//! `ipv4_compare`

use crate::kernel::ip::V4;
use crate::kernel::ip_pair::comparison;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = comparison::<V4>(
    "ipv4_compare",
    Doc::new(
        "ipv4_compare(ip, ip [, prefix])",
        "-1, 0 or 1 as an IPv4 address comes before, equals or comes after another.",
        &[("ipv4_compare('192.168.1.1', '192.168.1.255')", "-1")],
    ),
);

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
