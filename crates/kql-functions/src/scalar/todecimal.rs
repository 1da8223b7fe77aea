//! `todecimal`

use crate::convert;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "todecimal",
    Types::Overloads(&[takes(&[ANY], KqlType::Decimal)]),
    Eval::Row(|args| args.first().map_or(Value::Null, |value| convert::to(value, KqlType::Decimal))),
    Doc::new("todecimal(value)", "A value as `decimal`.", &[("todecimal(\"3.25\")", "3.25"), ("todecimal(\"abc\")", "null"), ("todecimal(2)", "2")]).notes("What has no such value is null. A decimal here has 34 digits, 17 of them after the point, where Microsoft's has 34 anywhere."),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn casts() {
        check("todecimal", &[Value::Real(0.1)], "0.1");
        check("todecimal", &[Value::str("x")], "null");
    }
}
