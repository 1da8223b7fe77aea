//! `format_datetime`

use crate::prelude::*;
use crate::time::format_datetime_as;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "format_datetime",
    Types::Overloads(&[takes(&[DATETIME, STRING], KqlType::String)]),
    Eval::Row(run),
    Doc::new("format_datetime(time, format)", "A time as text in a form of your own.", &[("format_datetime(datetime(2017-01-29 09:00:05), \"yy-MM-dd [HH:mm:ss]\")", "17-01-29 [09:00:05]"), ("format_datetime(datetime(2020-06-15 13:45:09), \"h:mm tt\")", "1:45 PM")])
        .notes("Tokens are `y`, `M`, `d`, `h`, `H`, `m`, `s`, `f`, `F` and `tt`, twice or more for fixed width; all else stands for itself."),
)
.named_by_argument();

fn run(args: &[Value<'_>]) -> OwnedValue {
    match args.first() {
        Some(Value::DateTime(ticks)) => Value::string(format_datetime_as(*ticks, &text(args, 1))),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, datetime, s};

    #[test]
    fn formats() {
        check("format_datetime", &[datetime("2020-06-15"), s("yyyyMMdd")], "20200615");
        check("format_datetime", &[Value::Null, s("d")], "");
    }
}
