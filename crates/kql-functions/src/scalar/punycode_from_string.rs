//! `punycode_from_string`

use crate::kernel::punycode::decode;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "punycode_from_string",
    Types::Overloads(&[takes(&[STRING], KqlType::String)]),
    Eval::Row(|args| Value::string(decode(&text(args, 0)).unwrap_or_default())),
    Doc::new(
        "punycode_from_string(text)",
        "The text that Punycode stands for.",
        &[("punycode_from_string('bcher-kva')", "bücher"), ("punycode_from_string('!')", "")],
    )
    .notes("What cannot be converted gives an empty text."),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn nothing() {
        check("punycode_from_string", &[s("")], "");
    }
}
