//! `dayofmonth`

use crate::prelude::*;
use crate::time;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "dayofmonth",
    Types::Overloads(&[takes(&[DATETIME], KqlType::Int)]),
    Eval::Row(run),
    Doc::new(
        "dayofmonth(time)",
        "The day of the month of a time.",
        &[("dayofmonth(datetime(2020-12-31 23:05))", "31")],
    ),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    datetime(args, 0).map(|t| time::to_civil(t).day).into()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, datetime};

    #[test]
    fn parts() {
        check("dayofmonth", &[datetime("2020-12-31 23:05")], "31");
        check("dayofmonth", &[datetime("0001-01-01")], "1");
    }
}
