//! `endofweek`

use crate::prelude::*;
use crate::time::{Period, end_of};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "endofweek",
    Types::Overloads(&[takes(&[DATETIME, LONG], KqlType::DateTime).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "endofweek(time [, offset])",
        "The last tick of the week, a Saturday.",
        &[("endofweek(datetime(2020-06-15 13:45))", "2020-06-20T23:59:59.9999999Z")],
    )
    .notes("With an offset, of the week that many weeks later. Outside the range of times the result is null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    datetime_or_null(datetime(args, 0).and_then(|t| end_of(Period::Week, t, long(args, 1).unwrap_or(0))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, datetime};

    #[test]
    fn edges() {
        check("endofweek", &[datetime("2020-06-15 13:45"), Value::Long(1)], "2020-06-27T23:59:59.9999999Z");
        check("endofweek", &[datetime("2020-06-15 13:45"), Value::Long(i64::MAX)], "null");
    }
}
