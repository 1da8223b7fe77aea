//! `base64_encode_fromguid`

use crate::kernel::encoding::BASE64;
use crate::prelude::*;
use base64::Engine;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "base64_encode_fromguid",
    Types::Overloads(&[takes(&[GUID], KqlType::String)]),
    Eval::Row(run),
    Doc::new(
        "base64_encode_fromguid(guid)",
        "A guid in base64.",
        &[("base64_encode_fromguid(toguid('ae3133f2-6e22-49ae-b06a-16e6a9b212eb'))", "8jMxriJurkmwahbmqbIS6w==")],
    )
    .notes("The first three fields are little-endian, as Windows stores guids."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let digits: String = text(args, 0).chars().filter(char::is_ascii_hexdigit).collect();
    let Ok(number) = u128::from_str_radix(&digits, 16) else {
        return Value::Null;
    };
    let [a, b, c, d, e, f, g, h, rest @ ..] = number.to_be_bytes();
    Value::string(BASE64.encode([&[d, c, b, a, f, e, h, g], rest.as_slice()].concat()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn examples() {
        check("base64_encode_fromguid", &[Value::Null], "");
        check(
            "base64_encode_fromguid",
            &[Value::Guid("ae3133f2-6e22-49ae-b06a-16e6a9b212eb".into())],
            "8jMxriJurkmwahbmqbIS6w==",
        );
        check("base64_encode_fromguid", &[s("x")], "error: argument 1 of `base64_encode_fromguid` cannot be string");
    }
}
