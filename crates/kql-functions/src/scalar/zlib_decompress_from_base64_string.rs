//! `zlib_decompress_from_base64_string`

use crate::kernel::compression::{decode_text, inflate_zlib};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "zlib_decompress_from_base64_string",
    Types::Overloads(&[takes(&[STRING], KqlType::String)]),
    Eval::Row(|args| decode_text(&text(args, 0), inflate_zlib)),
    Doc::new(
        "zlib_decompress_from_base64_string(text)",
        "The text that was compressed with zlib and written in base64.",
        &[("zlib_decompress_from_base64_string('eJwLSS0uUSguKcrMS1cwNDIGACxqBQ4=')", "Test string 123")],
    )
    .notes("What is not base64, not zlib or not UTF-8, and what grows past 64 MiB, gives an empty text."),
)
.aliases(&["zlib_decompress_from_base64string"]);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn nothing() {
        check("zlib_decompress_from_base64_string", &[s("eJwLSS0uUSguKcrMS1cw")], "");
        check("zlib_decompress_from_base64_string", &[s("AAAA")], "");
    }
}
