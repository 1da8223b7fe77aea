//! `dayofweek`

use crate::prelude::*;
use crate::time::{DAY, MAX, day_of_week};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "dayofweek",
    Types::Overloads(&[takes(&[DATETIME], KqlType::TimeSpan)]),
    Eval::Row(|args| {
        datetime(args, 0).filter(|t| *t < MAX).map_or(Value::Null, |t| Value::TimeSpan(day_of_week(t) * DAY))
    }),
    Doc::new(
        "dayofweek(time)",
        "How many days have passed since Sunday, as a span.",
        &[("dayofweek(datetime(1970-05-11))", "1.00:00:00"), ("dayofweek(datetime(1947-11-30 10:00:05))", "00:00:00")],
    )
    .notes(
        "The last moment that there is, `datetime(9999-12-31 23:59:59.9999999)`, has none, as in Microsoft's engine.",
    ),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, datetime};

    #[test]
    fn days() {
        check("dayofweek", &[datetime("2020-06-20")], "6.00:00:00");
        check("dayofweek", &[datetime("9999-12-31 23:59:59.9999998")], "5.00:00:00");
        check("dayofweek", &[datetime("9999-12-31 23:59:59.9999999")], "null");
    }
}
