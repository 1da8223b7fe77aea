//! `has_ipv4`

use crate::kernel::ip::addresses_in;
use crate::kernel::list::{flatten, texts};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "has_ipv4",
    Types::Overloads(&[takes(&[STRING, STRING], KqlType::Bool)]),
    Eval::Row(run),
    Doc::new(
        "has_ipv4(text, ip)",
        "Whether a text holds an IPv4 address.",
        &[
            ("has_ipv4('05:04:54 127.0.0.1 GET /', '127.0.0.1')", "True"),
            ("has_ipv4('05:04:54127.0.0.1 GET /', '127.0.0.1')", "False"),
        ],
    )
    .notes("An address counts only where it stands by itself in the text."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let wanted = texts(&flatten(args.iter().skip(1)));
    let source = text(args, 0);
    Value::Bool(
        addresses_in(&source)
            .any(|(_, bits)| wanted.iter().any(|w| w.parse::<std::net::Ipv4Addr>().is_ok_and(|w| w.to_bits() == bits))),
    )
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic, s};

    #[test]
    fn finds() {
        check("has_ipv4", &[s("a 127.0.0.256 b"), s("127.0.0.256")], "False");
        check("has_ipv4", &[dynamic("\"10.0.0.1\""), s("10.0.0.1")], "True");
    }
}
