//! `toint`

use crate::convert;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "toint",
    Types::Overloads(&[takes(&[ANY], KqlType::Int)]),
    Eval::Row(|args| args.first().map_or(Value::Null, |value| convert::to(value, KqlType::Int))),
    Doc::new("toint(value)", "A value as `int`.", &[("toint(\" 45 \")", "45"), ("toint(\"0x1F\")", "31"), ("toint(\"3.14\")", "null"), ("toint(-2.5)", "-2"), ("toint(true)", "1")]).notes("What has no such value is null: also a text with a fraction. A real loses its fraction, a `long` its high 32 bits."),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn casts() {
        check("toint", &[Value::str("45")], "45");
        check("toint", &[Value::str("x")], "null");
    }
}
