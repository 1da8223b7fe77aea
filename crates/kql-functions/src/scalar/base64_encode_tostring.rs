//! `base64_encode_tostring`

use crate::kernel::encoding::BASE64;
use crate::prelude::*;
use base64::Engine;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "base64_encode_tostring",
    Types::Overloads(&[takes(&[STRING], KqlType::String)]),
    Eval::Row(|args| Value::string(BASE64.encode(text(args, 0).as_bytes()))),
    Doc::new("base64_encode_tostring(text)", "A text in base64.", &[("base64_encode_tostring('Kusto')", "S3VzdG8=")]),
)
.aliases(&["base64_encodestring"]);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn examples() {
        check("base64_encode_tostring", &[s("é")], "w6k=");
    }
}
