//! `dayofyear`

use crate::prelude::*;
use crate::time;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "dayofyear",
    Types::Overloads(&[takes(&[DATETIME], KqlType::Int)]),
    Eval::Row(run),
    Doc::new(
        "dayofyear(time)",
        "The day of the year of a time, from 1.",
        &[("dayofyear(datetime(2020-12-31 23:05))", "366")],
    ),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    datetime(args, 0).map(time::day_of_year).into()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, datetime};

    #[test]
    fn parts() {
        check("dayofyear", &[datetime("2020-12-31 23:05")], "366");
        check("dayofyear", &[datetime("0001-01-01")], "1");
    }
}
