//! `zlib_compress_to_base64_string`

use crate::kernel::compression::{encode, zlib};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "zlib_compress_to_base64_string",
    Types::Overloads(&[takes(&[STRING], KqlType::String)]),
    Eval::Row(|args| encode(&zlib(text(args, 0).as_bytes()))),
    Doc::new(
        "zlib_compress_to_base64_string(text)",
        "A text, compressed with zlib, in base64.",
        &[("zlib_decompress_from_base64_string(zlib_compress_to_base64_string('abc'))", "abc")],
    )
    .notes("Any program that reads zlib reads it; the bytes may differ from those of Microsoft's engine."),
)
.aliases(&["zlib_compress_to_base64string"]);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn nothing() {
        check("zlib_compress_to_base64_string", &[s("")], "");
    }
}
