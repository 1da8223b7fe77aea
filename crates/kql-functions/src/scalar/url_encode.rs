//! `url_encode`

use crate::kernel::encoding::percent_encode;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "url_encode",
    Types::Overloads(&[takes(&[STRING], KqlType::String)]),
    Eval::Row(|args| Value::string(percent_encode(&text(args, 0), |b| b"-_.!*()".contains(&b), false, true))),
    Doc::new(
        "url_encode(text)",
        "A text with all but plain characters percent-encoded, blanks as `+`.",
        &[("url_encode('https://a.b/hello world')", "https%3a%2f%2fa.b%2fhello+world")],
    ),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn examples() {
        check("url_encode", &[s("é_")], "%c3%a9_");
    }
}
