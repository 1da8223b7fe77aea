//! `base64_decode_toguid`

use crate::kernel::encoding::{decode, hex};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "base64_decode_toguid",
    Types::Overloads(&[takes(&[STRING], KqlType::Guid)]),
    Eval::Row(run),
    Doc::new(
        "base64_decode_toguid(text)",
        "The guid whose 16 bytes a base64 text holds.",
        &[
            ("base64_decode_toguid('JpbpECu8dUy7Pv5gbeJXAA==')", "10e99626-bc2b-4c75-bb3e-fe606de25700"),
            ("base64_decode_toguid('abcd1231')", "null"),
        ],
    )
    .notes("The first three fields are little-endian, as Windows stores guids."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some([a, b, c, d, e, f, g, h, rest @ ..]) =
        decode(&text(args, 0)).and_then(|bytes| <[u8; 16]>::try_from(bytes).ok())
    else {
        return Value::Null;
    };
    let digits = format!("{}{}", hex(&[d, c, b, a, f, e, h, g]), hex(&rest));
    crate::convert::parse_guid(&digits).map_or(Value::Null, |guid| Value::Guid(guid.into()))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn examples() {
        check("base64_decode_toguid", &[s("")], "null");
    }
}
