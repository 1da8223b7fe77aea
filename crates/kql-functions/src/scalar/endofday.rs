//! `endofday`

use crate::prelude::*;
use crate::time::{Period, end_of};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "endofday",
    Types::Overloads(&[takes(&[DATETIME, LONG], KqlType::DateTime).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "endofday(time [, offset])",
        "The last tick of the day.",
        &[("endofday(datetime(2020-06-15 13:45))", "2020-06-15T23:59:59.9999999Z")],
    )
    .notes("With an offset, of the day that many days later. Outside the range of times the result is null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    datetime_or_null(datetime(args, 0).and_then(|t| end_of(Period::Day, t, long(args, 1).unwrap_or(0))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, datetime};

    #[test]
    fn edges() {
        check("endofday", &[datetime("2020-06-15 13:45"), Value::Long(1)], "2020-06-16T23:59:59.9999999Z");
        check("endofday", &[datetime("2020-06-15 13:45"), Value::Long(i64::MAX)], "null");
    }
}
