//! `base64_decode_toarray`

use crate::kernel::encoding::decode;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "base64_decode_toarray",
    Types::Overloads(&[takes(&[STRING], KqlType::Dynamic)]),
    Eval::Row(|args| match decode(&text(args, 0)) {
        Some(bytes) => dynamic_array(bytes.into_iter().map(Into::into).collect()),
        None => Value::Null,
    }),
    Doc::new(
        "base64_decode_toarray(text)",
        "The bytes that a base64 text holds, as an array of numbers.",
        &[("base64_decode_toarray('S3VzdG8=')", "[75,117,115,116,111]")],
    )
    .notes("What is not base64 gives null."),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn examples() {
        check("base64_decode_toarray", &[s("?")], "null");
        check("base64_decode_toarray", &[s("")], "[]");
    }
}
