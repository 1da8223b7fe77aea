//! `hash_sha256`

use crate::kernel::encoding::hex;
use crate::prelude::*;
use sha2::{Digest, Sha256};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "hash_sha256",
    Types::Overloads(&[takes(&[ANY], KqlType::String)]),
    Eval::Row(|args| Value::string(hex(&Sha256::digest(text(args, 0).as_bytes())))),
    Doc::new(
        "hash_sha256(value)",
        "The SHA-256 hash of a value's text, in hexadecimal digits.",
        &[("hash_sha256('World')", "78ae647dc5544d227130a0682a51e30bc7777fbb6d8a8f17007463a3ecd1d524")],
    ),
)
.sees_nulls();

#[cfg(test)]
mod tests {
    use crate::testing::{check, datetime, s};

    #[test]
    fn hashes() {
        check("hash_sha256", &[s("World")], "78ae647dc5544d227130a0682a51e30bc7777fbb6d8a8f17007463a3ecd1d524");
        check(
            "hash_sha256",
            &[datetime("2020-01-01")],
            "ba666752dc1a20eb750b0eb64e780cc4c968bc9fb8813461c1d7e750f302d71d",
        );
    }
}
