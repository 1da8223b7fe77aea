//! `toguid`

use crate::convert;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "toguid",
    Types::Overloads(&[takes(&[ANY], KqlType::Guid)]),
    Eval::Row(|args| args.first().map_or(Value::Null, |value| convert::to(value, KqlType::Guid))),
    Doc::new(
        "toguid(value)",
        "A text as `guid`.",
        &[
            ("toguid(\"{70FC66F7-8279-44FC-9092-D364D70FCE44}\")", "70fc66f7-8279-44fc-9092-d364d70fce44"),
            ("toguid(\"x\")", "null"),
        ],
    )
    .notes("With or without dashes and braces; anything else is null."),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn casts() {
        check("toguid", &[Value::str("70fc66f7827944fc9092d364d70fce44")], "70fc66f7-8279-44fc-9092-d364d70fce44");
        check("toguid", &[Value::Long(1)], "null");
    }
}
