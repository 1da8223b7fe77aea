//! `format_timespan`

use crate::prelude::*;
use crate::time::format_timespan_as;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "format_timespan",
    Types::Overloads(&[takes(&[TIMESPAN, STRING], KqlType::String)]),
    Eval::Row(run),
    Doc::new("format_timespan(span, format)", "A span as text in a form of your own.", &[("format_timespan(time(29.09:00:05.12345), \"dd.hh:mm:ss:FF\")", "29.09:00:05:12")])
        .notes("Tokens are `d` to `dddddddd`, `h`, `H`, `m`, `s`, `f` and `F`; all else stands for itself. A negative span begins with a minus sign."),
)
.named_by_argument();

fn run(args: &[Value<'_>]) -> OwnedValue {
    match args.first() {
        Some(Value::TimeSpan(ticks)) => Value::string(format_timespan_as(*ticks, &text(args, 1))),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s, timespan};

    #[test]
    fn formats() {
        check("format_timespan", &[timespan("1.02:03:04"), s("d.h")], "1.2");
        check("format_timespan", &[Value::Null, s("d")], "");
    }
}
