//! `punycode_domain_to_string`

use crate::kernel::punycode::encode_domain;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "punycode_domain_to_string",
    Types::Overloads(&[takes(&[STRING], KqlType::String)]),
    Eval::Row(|args| Value::string(encode_domain(&text(args, 0)).unwrap_or_default())),
    Doc::new(
        "punycode_domain_to_string(text)",
        "A domain name with its labels in Punycode where they need it.",
        &[("punycode_domain_to_string('www.bücher.example')", "www.xn--bcher-kva.example")],
    )
    .notes("What cannot be converted gives an empty text."),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn nothing() {
        check("punycode_domain_to_string", &[s("")], "");
    }
}
