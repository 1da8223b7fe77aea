//! `endofyear`

use crate::prelude::*;
use crate::time::{Period, end_of};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "endofyear",
    Types::Overloads(&[takes(&[DATETIME, LONG], KqlType::DateTime).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "endofyear(time [, offset])",
        "The last tick of the year.",
        &[("endofyear(datetime(2999-06-15))", "2999-12-31T23:59:59.9999999Z")],
    )
    .notes("With an offset, of the year that many years later. Outside the range of times the result is null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    datetime_or_null(datetime(args, 0).and_then(|t| end_of(Period::Year, t, long(args, 1).unwrap_or(0))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, datetime};

    #[test]
    fn edges() {
        check("endofyear", &[datetime("2020-06-15 13:45"), Value::Long(1)], "2021-12-31T23:59:59.9999999Z");
        check("endofyear", &[datetime("2020-06-15 13:45"), Value::Long(i64::MAX)], "null");
    }
}
