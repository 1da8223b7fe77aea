//! `hash_md5`

use crate::kernel::encoding::hex;
use crate::prelude::*;
use md5::{Digest, Md5};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "hash_md5",
    Types::Overloads(&[takes(&[ANY], KqlType::String)]),
    Eval::Row(|args| Value::string(hex(&Md5::digest(text(args, 0).as_bytes())))),
    Doc::new(
        "hash_md5(value)",
        "The MD5 hash of a value's text, in hexadecimal digits.",
        &[("hash_md5('World')", "f5a7924e621e84c9280a9a27e1bcb7f6")],
    ),
)
.sees_nulls();

#[cfg(test)]
mod tests {
    use crate::testing::{check, datetime, s};

    #[test]
    fn hashes() {
        check("hash_md5", &[s("World")], "f5a7924e621e84c9280a9a27e1bcb7f6");
        check("hash_md5", &[datetime("2020-01-01")], "786c530672d1f8db31fee25ea8a9390b");
    }
}
