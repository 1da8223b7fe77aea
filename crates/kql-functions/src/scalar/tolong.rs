//! `tolong`

use crate::convert;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "tolong",
    Types::Overloads(&[takes(&[ANY], KqlType::Long)]),
    Eval::Row(|args| args.first().map_or(Value::Null, |value| convert::to(value, KqlType::Long))),
    Doc::new("tolong(value)", "A value as `long`.", &[("tolong(\"2147483648\")", "2147483648"), ("tolong(9.99)", "9"), ("tolong(\"1e3\")", "null"), ("tolong(1tick)", "1")]).notes("What has no such value is null: also a text with a fraction. A real loses its fraction; a time gives its ticks."),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn casts() {
        check("tolong", &[Value::Real(-9.99)], "-9");
        check("tolong", &[Value::TimeSpan(7)], "7");
    }
}
