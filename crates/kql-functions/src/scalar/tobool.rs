//! `tobool`

use crate::convert;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "tobool",
    Types::Overloads(&[takes(&[ANY], KqlType::Bool)]),
    Eval::Row(|args| args.first().map_or(Value::Null, |value| convert::to(value, KqlType::Bool))),
    Doc::new("tobool(value)", "A value as `bool`.", &[("tobool(\"TRUE\")", "True"), ("tobool(\"1.0\")", "null"), ("tobool(0)", "False"), ("toboolean(0.5)", "True")]).notes("A number is true unless it is 0. A text is `true` or `false` in any case, or a whole number; anything else is null."),
)
.aliases(&["toboolean"])
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn casts() {
        check("tobool", &[Value::str("False")], "False");
        check("toboolean", &[Value::str("yes")], "null");
    }
}
