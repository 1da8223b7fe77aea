//! `has_any_ipv4`

use crate::kernel::ip::addresses_in;
use crate::kernel::list::{flatten, texts};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "has_any_ipv4",
    Types::Overloads(&[takes(&[STRING, DYNAMIC], KqlType::Bool), takes(&[STRING, STRING], KqlType::Bool).variadic()]),
    Eval::Row(run),
    Doc::new(
        "has_any_ipv4(text, ip, … | array)",
        "Whether a text holds one of several IPv4 addresses.",
        &[("has_any_ipv4('a 127.0.0.1 b', '10.0.0.1', '127.0.0.1')", "True")],
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
        check("has_any_ipv4", &[s("a 127.0.0.1 b"), dynamic("[\"127.0.0.2\",\"127.0.0.1\"]")], "True");
        check("has_any_ipv4", &[s(""), dynamic("[]")], "False");
    }
}
