//! `gzip_compress_to_base64_string`

use crate::kernel::compression::{encode, gzip};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "gzip_compress_to_base64_string",
    Types::Overloads(&[takes(&[STRING], KqlType::String)]),
    Eval::Row(|args| encode(&gzip(text(args, 0).as_bytes()))),
    Doc::new(
        "gzip_compress_to_base64_string(text)",
        "A text, compressed with gzip, in base64.",
        &[(
            "gzip_compress_to_base64_string('1234567890qwertyuiop')",
            "H4sIAAAAAAAA/wEUAOv/MTIzNDU2Nzg5MHF3ZXJ0eXVpb3A6m7f2FAAAAA==",
        )],
    )
    .notes(
        "Any program that reads gzip reads it; the bytes of longer texts may differ from those of Microsoft's engine.",
    ),
)
.aliases(&["gzip_compress_to_base64string"]);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn nothing() {
        check("gzip_compress_to_base64_string", &[s("")], "");
    }
}
