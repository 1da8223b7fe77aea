//! `getyear`

use crate::prelude::*;
use crate::time;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "getyear",
    Types::Overloads(&[takes(&[DATETIME], KqlType::Int)]),
    Eval::Row(run),
    Doc::new("getyear(time)", "The year of a time.", &[("getyear(datetime(2020-12-31 23:05))", "2020")]),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    datetime(args, 0).map(|t| time::to_civil(t).year).into()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, datetime};

    #[test]
    fn parts() {
        check("getyear", &[datetime("2020-12-31 23:05")], "2020");
        check("getyear", &[datetime("0001-01-01")], "1");
    }
}
