//! `parse_ipv4_mask`

use crate::kernel::ip::{V4, prefix};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "parse_ipv4_mask",
    Types::Overloads(&[takes(&[STRING, LONG], KqlType::Long)]),
    Eval::Row(run),
    Doc::new(
        "parse_ipv4_mask(ip, prefix)",
        "An IPv4 address as a number, with the bits past a prefix cleared.",
        &[("parse_ipv4_mask('127.0.0.1', 24)", "2130706432")],
    )
    .notes("What is no address gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let limit = long(args, 1).and_then(|p| prefix(p, 32));
    V4::parse(&text(args, 0)).zip(limit).map(|(ip, limit)| i64::from(ip.masked(limit.min(ip.prefix)))).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn addresses() {
        check("parse_ipv4_mask", &[s("127.0.0.1"), Value::Long(33)], "null");
    }
}
