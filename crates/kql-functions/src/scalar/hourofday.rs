//! `hourofday`

use crate::prelude::*;
use crate::time;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "hourofday",
    Types::Overloads(&[takes(&[DATETIME], KqlType::Int)]),
    Eval::Row(run),
    Doc::new("hourofday(time)", "The hour of a time.", &[("hourofday(datetime(2020-12-31 23:05))", "23")]),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    datetime(args, 0).map(|t| time::to_civil(t).hour).into()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, datetime};

    #[test]
    fn parts() {
        check("hourofday", &[datetime("2020-12-31 23:05")], "23");
        check("hourofday", &[datetime("0001-01-01")], "0");
    }
}
