//! `tostring`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "tostring",
    Types::Overloads(&[takes(&[ANY], KqlType::String)]),
    Eval::Row(|args| Value::string(text(args, 0))),
    Doc::new(
        "tostring(value)",
        "A value as text.",
        &[
            ("tostring(123)", "123"),
            ("tostring(1.0)", "1.0"),
            ("tostring(true)", "True"),
            ("tostring(datetime(2020-01-01))", "2020-01-01T00:00:00.0000000Z"),
            ("tostring(1d)", "1.00:00:00"),
            ("tostring(dynamic({'a':[1,2]}))", "{\"a\":[1,2]}"),
            ("tostring(int(null))", ""),
        ],
    )
    .notes("Null gives `\"\"`. A dynamic string comes without its quotes."),
)
.named_by_argument()
.sees_nulls();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic, timespan};

    #[test]
    fn texts() {
        check("tostring", &[dynamic("\"x\"")], "x");
        check("tostring", &[dynamic("false")], "false");
        check("tostring", &[Value::Bool(false)], "False");
        check("tostring", &[timespan("-1.02:03:04")], "-1.02:03:04");
        check("tostring", &[Value::Null], "");
    }
}
