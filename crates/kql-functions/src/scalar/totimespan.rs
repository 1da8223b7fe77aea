//! `totimespan`

use crate::convert;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "totimespan",
    Types::Overloads(&[takes(&[ANY], KqlType::TimeSpan)]),
    Eval::Row(|args| args.first().map_or(Value::Null, |value| convert::to(value, KqlType::TimeSpan))),
    Doc::new(
        "totimespan(value)",
        "A value as `timespan`.",
        &[
            ("totimespan(\"1.02:03:04\")", "1.02:03:04"),
            ("totimespan(\"abc\")", "null"),
            ("totimespan(10)", "00:00:00.0000010"),
        ],
    )
    .notes("Reads `1.02:03:04.5`, `03:04`, `1d`, `1.5h`; a number counts ticks of 100 ns. Anything else is null."),
)
.aliases(&["totime"])
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn casts() {
        check("totimespan", &[Value::str("01:00:00")], "01:00:00");
        check("totime", &[Value::str("x")], "null");
    }
}
