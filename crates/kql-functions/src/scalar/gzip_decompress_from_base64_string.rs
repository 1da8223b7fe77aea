//! `gzip_decompress_from_base64_string`

use crate::kernel::compression::{decode_text, gunzip};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "gzip_decompress_from_base64_string",
    Types::Overloads(&[takes(&[STRING], KqlType::String)]),
    Eval::Row(|args| decode_text(&text(args, 0), gunzip)),
    Doc::new(
        "gzip_decompress_from_base64_string(text)",
        "The text that was compressed with gzip and written in base64.",
        &[
            (
                "gzip_decompress_from_base64_string('H4sIAAAAAAAA/wEUAOv/MTIzNDU2Nzg5MHF3ZXJ0eXVpb3A6m7f2FAAAAA==')",
                "1234567890qwertyuiop",
            ),
            ("gzip_decompress_from_base64_string('x0x0x0')", ""),
        ],
    )
    .notes("What is not base64, not gzip or not UTF-8, and what grows past 64 MiB, gives an empty text."),
)
.aliases(&["gzip_decompress_from_base64string"]);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn nothing() {
        check("gzip_decompress_from_base64_string", &[s("H4sIAAAAAAAA/wEUAOv/MTIzNDU2Nzg5")], "");
        check("gzip_decompress_from_base64_string", &[s("")], "");
    }
}
