//! `todatetime`

use crate::convert;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "todatetime",
    Types::Overloads(&[takes(&[ANY], KqlType::DateTime)]),
    Eval::Row(|args| args.first().map_or(Value::Null, |value| convert::to(value, KqlType::DateTime))),
    Doc::new(
        "todatetime(value)",
        "A value as `datetime`.",
        &[
            ("todatetime(\"2020-01-01 13:45\")", "2020-01-01T13:45:00.0000000Z"),
            ("todatetime(\"not a date\")", "null"),
            ("todatetime(1)", "0001-01-01T00:00:00.0000001Z"),
            ("todatetime(\"Sat, 8 Nov 14 15:05:02 GMT\")", "2014-11-08T15:05:02.0000000Z"),
        ],
    )
    .notes(
        "Reads ISO 8601, RFC 822, RFC 850 and American dates; a number counts ticks of 100 ns. Anything else is null.",
    ),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn casts() {
        check("todatetime", &[Value::str("2020-01-01")], "2020-01-01T00:00:00.0000000Z");
        check("todatetime", &[Value::str("2020-02-30")], "null");
    }
}
