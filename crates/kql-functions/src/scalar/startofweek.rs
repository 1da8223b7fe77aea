//! `startofweek`

use crate::prelude::*;
use crate::time::{Period, start_of};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "startofweek",
    Types::Overloads(&[takes(&[DATETIME, LONG], KqlType::DateTime).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "startofweek(time [, offset])",
        "The start of the week, a Sunday.",
        &[("startofweek(datetime(2020-06-15 13:45))", "2020-06-14T00:00:00.0000000Z")],
    )
    .notes("With an offset, of the week that many weeks later. Outside the range of times the result is null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    datetime_or_null(datetime(args, 0).and_then(|t| start_of(Period::Week, t, long(args, 1).unwrap_or(0))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, datetime};

    #[test]
    fn edges() {
        check("startofweek", &[datetime("2020-06-15 13:45"), Value::Long(1)], "2020-06-21T00:00:00.0000000Z");
        check("startofweek", &[datetime("2020-06-15 13:45"), Value::Long(i64::MAX)], "null");
    }
}
