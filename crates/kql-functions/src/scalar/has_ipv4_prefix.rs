//! `has_ipv4_prefix`

use crate::kernel::ip::addresses_in;
use crate::kernel::list::{flatten, texts};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "has_ipv4_prefix",
    Types::Overloads(&[takes(&[STRING, STRING], KqlType::Bool)]),
    Eval::Row(run),
    Doc::new("has_ipv4_prefix(text, prefix)", "Whether a text holds an IPv4 address with a beginning.", &[("has_ipv4_prefix('a 127.0.0.1 b', '127.0.')", "True"), ("has_ipv4_prefix('a 127.0.0.1 b', '127.0')", "False")])
        .notes("An address counts only where it stands by itself in the text. The beginning ends with a dot, or is a whole address."),
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
        check("has_ipv4_prefix", &[s("x 10.1.2.3"), s("10.1.2.3")], "True");
        check("has_ipv4_prefix", &[dynamic("[]"), s("10.")], "False");
    }
}
