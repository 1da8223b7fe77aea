//! `week_of_year`

use crate::prelude::*;
use crate::time;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "week_of_year",
    Types::Overloads(&[takes(&[DATETIME], KqlType::Int)]),
    Eval::Row(run),
    Doc::new(
        "week_of_year(time)",
        "The number of the week of a time, as ISO 8601 counts them.",
        &[("week_of_year(datetime(2020-12-31 23:05))", "53")],
    )
    .notes("Weeks begin on Monday; week 1 holds the first Thursday of the year."),
)
.aliases(&["weekofyear"]);

fn run(args: &[Value<'_>]) -> OwnedValue {
    datetime(args, 0).map(time::iso_week).into()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, datetime};

    #[test]
    fn parts() {
        check("week_of_year", &[datetime("2020-12-31 23:05")], "53");
        check("week_of_year", &[datetime("0001-01-01")], "1");
    }
}
