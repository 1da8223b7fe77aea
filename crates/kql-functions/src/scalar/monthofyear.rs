//! `monthofyear`

use crate::prelude::*;
use crate::time;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "monthofyear",
    Types::Overloads(&[takes(&[DATETIME], KqlType::Int)]),
    Eval::Row(run),
    Doc::new(
        "monthofyear(time)",
        "The number of the month of a time.",
        &[("monthofyear(datetime(2020-12-31 23:05))", "12")],
    ),
)
.aliases(&["getmonth"]);

fn run(args: &[Value<'_>]) -> OwnedValue {
    datetime(args, 0).map(|t| time::to_civil(t).month).into()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, datetime};

    #[test]
    fn parts() {
        check("monthofyear", &[datetime("2020-12-31 23:05")], "12");
        check("monthofyear", &[datetime("0001-01-01")], "1");
    }
}
