//! `base64_decode_tostring`

use crate::kernel::encoding::decode;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "base64_decode_tostring",
    Types::Overloads(&[takes(&[STRING], KqlType::String)]),
    Eval::Row(|args| Value::string(decode(&text(args, 0)).and_then(|b| String::from_utf8(b).ok()).unwrap_or_default())),
    Doc::new(
        "base64_decode_tostring(text)",
        "The text that a base64 text holds.",
        &[("base64_decode_tostring('S3VzdG8=')", "Kusto"), ("base64_decode_tostring('!')", "")],
    )
    .notes("What is not base64, or does not hold UTF-8, gives `\"\"`. Padding may be missing."),
)
.aliases(&["base64_decodestring"]);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn examples() {
        check("base64_decode_tostring", &[s("S3VzdG8")], "Kusto");
        check("base64_decode_tostring", &[s("/w==")], "");
        check("base64_decode_tostring", &[s("aABpAA==")], "h\u{0}i\u{0}");
    }
}
