//! `punycode_domain_from_string`

use crate::kernel::punycode::decode_domain;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "punycode_domain_from_string",
    Types::Overloads(&[takes(&[STRING], KqlType::String)]),
    Eval::Row(|args| Value::string(decode_domain(&text(args, 0)).unwrap_or_default())),
    Doc::new(
        "punycode_domain_from_string(text)",
        "A domain name with its labels read from Punycode: what a browser may show of it.",
        &[("punycode_domain_from_string('www.xn--bcher-kva.example')", "www.bücher.example")],
    )
    .notes("What cannot be converted gives an empty text."),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn nothing() {
        check("punycode_domain_from_string", &[s("")], "");
    }
}
