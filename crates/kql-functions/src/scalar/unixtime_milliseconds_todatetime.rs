//! `unixtime_milliseconds_todatetime`

use crate::kernel::unix::from_unix;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "unixtime_milliseconds_todatetime",
    Types::Overloads(&[takes(&[NUMBER], KqlType::DateTime)]),
    Eval::Row(|args| datetime_or_null(args.first().and_then(|v| from_unix(v, 10_000, 1)))),
    Doc::new(
        "unixtime_milliseconds_todatetime(number)",
        "The time that lies a number of milliseconds after 1970.",
        &[("unixtime_milliseconds_todatetime(1546300800123)", "2019-01-01T00:00:00.1230000Z")],
    )
    .notes("Outside the range of times the result is null."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn times() {
        check("unixtime_milliseconds_todatetime", &[Value::Long(-1)], "1969-12-31T23:59:59.9990000Z");
        check("unixtime_milliseconds_todatetime", &[Value::Real(1e300)], "null");
        check("unixtime_milliseconds_todatetime", &[Value::Long(i64::MAX)], "null");
    }
}
