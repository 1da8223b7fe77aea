//! `datetime_add`

use crate::prelude::*;
use crate::time::{Part, add};
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "datetime_add",
    Types::Overloads(&[takes(&[STRING, LONG, DATETIME], KqlType::DateTime)]),
    Eval::Prepared(prepare),
    Doc::new(
        "datetime_add(part, count, time)",
        "A time moved by a number of parts of the calendar.",
        &[
            ("datetime_add('month', 1, datetime(2020-01-31))", "2020-02-29T00:00:00.0000000Z"),
            ("datetime_add('week', -53, datetime(2021-03-15 12:00))", "2020-03-09T12:00:00.0000000Z"),
        ],
    )
    .notes("Parts as with `datetime_diff`. A day that a month lacks becomes its last day. Outside the range of times the result is null."),
);

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    let name = call.constant_str(0, "the part")?;
    let part = Part::parse(name).ok_or_else(|| format!("`{name}` is not a part of a time"))?;
    Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue {
        datetime_or_null(long(args, 1).zip(datetime(args, 2)).and_then(|(count, t)| add(part, count, t)))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, datetime, s};

    #[test]
    fn sums() {
        check("datetime_add", &[s("quarter"), Value::Long(12), datetime("2017-01-01")], "2020-01-01T00:00:00.0000000Z");
        check("datetime_add", &[s("day"), Value::Long(-1), datetime("0001-01-01")], "null");
    }
}
