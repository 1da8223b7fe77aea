//! `base64_encode_fromarray`

use crate::kernel::encoding::BASE64;
use crate::prelude::*;
use base64::Engine;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "base64_encode_fromarray",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::String)]),
    Eval::Row(run),
    Doc::new(
        "base64_encode_fromarray(array)",
        "An array of bytes in base64.",
        &[("base64_encode_fromarray(dynamic([75, 117, 115, 116, 111]))", "S3VzdG8=")],
    )
    .notes("An array of anything but bytes gives `\"\"`."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let byte = |item: &serde_json::Value| u8::try_from(item.as_u64()?).ok();
    let bytes: Option<Vec<u8>> = array(args, 0).and_then(|items| items.iter().map(byte).collect());
    bytes.map_or(Value::Null, |bytes| Value::string(BASE64.encode(bytes)))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn examples() {
        check("base64_encode_fromarray", &[crate::testing::dynamic("[300]")], "");
        check(
            "base64_encode_fromarray",
            &[s("[75]")],
            "error: argument 1 of `base64_encode_fromarray` cannot be string",
        );
    }
}
