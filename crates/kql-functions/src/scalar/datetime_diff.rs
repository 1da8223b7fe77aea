//! `datetime_diff`

use crate::prelude::*;
use crate::time::{Part, diff};
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "datetime_diff",
    Types::Overloads(&[takes(&[STRING, DATETIME, DATETIME], KqlType::Long)]),
    Eval::Prepared(prepare),
    Doc::new(
        "datetime_diff(part, later, earlier)",
        "How many boundaries of a part of the calendar lie between two times.",
        &[
            ("datetime_diff('year', datetime(2017-01-01), datetime(2000-12-31))", "17"),
            ("datetime_diff('day', datetime(2020-01-01 23:00), datetime(2020-01-01 01:00))", "0"),
            ("datetime_diff('month', datetime(2020-01-31), datetime(2020-02-01))", "-1"),
        ],
    )
    .notes("Parts are `year`, `quarter`, `month`, `week`, `day`, `hour`, `minute`, `second`, `millisecond`, `microsecond` and `nanosecond`. Weeks begin on Sunday, and their number is a `real`. The part must be constant."),
);

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    let name = call.constant_str(0, "the part")?;
    let part = Part::parse(name).ok_or_else(|| format!("`{name}` is not a part of a time"))?;
    Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue {
        datetime(args, 1).zip(datetime(args, 2)).and_then(|(a, b)| diff(part, a, b)).into()
    }))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, datetime, s};

    #[test]
    fn differences() {
        check("datetime_diff", &[s("Week"), datetime("2024-02-29"), datetime("2020-02-29")], "209");
        check(
            "datetime_diff",
            &[s("eon"), datetime("2024-02-29"), datetime("2020-02-29")],
            "error: `eon` is not a part of a time",
        );
    }
}
