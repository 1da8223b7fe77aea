//! `todouble`

use crate::convert;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "todouble",
    Types::Overloads(&[takes(&[ANY], KqlType::Real)]),
    Eval::Row(|args| args.first().map_or(Value::Null, |value| convert::to(value, KqlType::Real))),
    Doc::new(
        "todouble(value)",
        "A value as `real`.",
        &[
            ("todouble(\"1e3\")", "1000.0"),
            ("todouble(\"0x1F\")", "null"),
            ("toreal(true)", "1.0"),
            ("todouble(\"inf\")", "Infinity"),
        ],
    )
    .notes("What has no such value is null."),
)
.aliases(&["toreal"])
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn casts() {
        check("toreal", &[Value::Long(2)], "2.0");
        check("todouble", &[Value::str("1_0")], "null");
    }
}
