//! `url_encode_component`

use crate::kernel::encoding::percent_encode;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "url_encode_component",
    Types::Overloads(&[takes(&[STRING], KqlType::String)]),
    Eval::Row(|args| Value::string(percent_encode(&text(args, 0), |b| b"-_.~".contains(&b), true, false))),
    Doc::new(
        "url_encode_component(text)",
        "A text with all but plain characters percent-encoded, blanks as `%20`.",
        &[("url_encode_component('https://a?b=c d')", "https%3A%2F%2Fa%3Fb%3Dc%20d")],
    ),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn examples() {
        check("url_encode_component", &[s("~")], "~");
    }
}
