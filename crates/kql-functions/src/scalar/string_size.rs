//! `string_size`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "string_size",
    Types::Overloads(&[takes(&[ANY], KqlType::Long)]),
    Eval::Row(|args| i64::try_from(text(args, 0).len()).ok().into()),
    Doc::new("string_size(text)", "The number of bytes of a text in UTF-8.", &[("string_size('café')", "5")]),
)
.sees_nulls()
.named(AutoName::Prefix("string_size_"));

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn sizes() {
        check("string_size", &[s("👨‍👩‍👧")], "18");
    }
}
