//! `hash_sha1`

use crate::kernel::encoding::hex;
use crate::prelude::*;
use sha1::{Digest, Sha1};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "hash_sha1",
    Types::Overloads(&[takes(&[ANY], KqlType::String)]),
    Eval::Row(|args| Value::string(hex(&Sha1::digest(text(args, 0).as_bytes())))),
    Doc::new(
        "hash_sha1(value)",
        "The SHA-1 hash of a value's text, in hexadecimal digits.",
        &[("hash_sha1('World')", "70c07ec18ef89c5309bbb0937f3a6342411e1fdd")],
    ),
)
.sees_nulls();

#[cfg(test)]
mod tests {
    use crate::testing::{check, datetime, s};

    #[test]
    fn hashes() {
        check("hash_sha1", &[s("World")], "70c07ec18ef89c5309bbb0937f3a6342411e1fdd");
        check("hash_sha1", &[datetime("2020-01-01")], "e903e533f4d636b4fc0dcf3cf81e7b7f330de776");
    }
}
