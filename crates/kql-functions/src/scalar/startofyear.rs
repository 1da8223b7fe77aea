//! `startofyear`

use crate::prelude::*;
use crate::time::{Period, start_of};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "startofyear",
    Types::Overloads(&[takes(&[DATETIME, LONG], KqlType::DateTime).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "startofyear(time [, offset])",
        "The start of the year.",
        &[("startofyear(datetime(2017-01-01 10:10:17), -1)", "2016-01-01T00:00:00.0000000Z")],
    )
    .notes("With an offset, of the year that many years later. Outside the range of times the result is null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    datetime_or_null(datetime(args, 0).and_then(|t| start_of(Period::Year, t, long(args, 1).unwrap_or(0))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, datetime};

    #[test]
    fn edges() {
        check("startofyear", &[datetime("2020-06-15 13:45"), Value::Long(1)], "2021-01-01T00:00:00.0000000Z");
        check("startofyear", &[datetime("2020-06-15 13:45"), Value::Long(i64::MAX)], "null");
    }
}
