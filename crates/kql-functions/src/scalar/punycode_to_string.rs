//! `punycode_to_string`

use crate::kernel::punycode::encode;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "punycode_to_string",
    Types::Overloads(&[takes(&[STRING], KqlType::String)]),
    Eval::Row(|args| Value::string(encode(&text(args, 0)).unwrap_or_default())),
    Doc::new("punycode_to_string(text)", "A text in Punycode.", &[("punycode_to_string('bücher')", "bcher-kva")])
        .notes("What cannot be converted gives an empty text."),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn nothing() {
        check("punycode_to_string", &[s("")], "");
    }
}
