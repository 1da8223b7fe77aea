//! `has_any_ipv4_prefix`

use crate::kernel::ip::addresses_in;
use crate::kernel::list::{flatten, texts};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "has_any_ipv4_prefix",
    Types::Overloads(&[takes(&[STRING, DYNAMIC], KqlType::Bool), takes(&[STRING, STRING], KqlType::Bool).variadic()]),
    Eval::Row(run),
    Doc::new("has_any_ipv4_prefix(text, prefix, … | array)", "Whether a text holds an IPv4 address with one of several beginnings.", &[("has_any_ipv4_prefix('a 127.0.0.1 b', '10.', '127.')", "True")])
        .notes("An address counts only where it stands by itself in the text. A beginning ends with a dot, or is a whole address."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let wanted = texts(&flatten(args.iter().skip(1)));
    let source = text(args, 0);
    Value::Bool(
        addresses_in(&source)
            .any(|(word, _)| wanted.iter().any(|w| w.ends_with('.') && word.starts_with(w.as_str()) || w == word)),
    )
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic, s};

    #[test]
    fn finds() {
        check("has_any_ipv4_prefix", &[s("x 10.1.2.3"), dynamic("[\"192.168.\",\"10.\"]")], "True");
    }
}
