//! `series_fit_line_dynamic`

use crate::kernel::series::line::{LINE, Line, bag};
use crate::kernel::series::numbers;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_fit_line_dynamic",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "series_fit_line_dynamic(series)",
        "The straight line that fits a series best, as a property bag.",
        &[("series_fit_line_dynamic(dynamic([1, 3, 5])).slope", "2.0"), ("series_fit_line_dynamic(dynamic([1, 3, 5])).interception", "-1.0")],
    )
    .notes("Positions count from 1. The names are `rsquare`, `slope`, `variance`, `rvariance`, `interception` and `line_fit`. A series with fewer than two numbers gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let line = numbers(args, 0).and_then(|items| Line::of(&items));
    line.map_or(Value::Null, |line| Value::json(&bag(LINE.iter().map(|(name, _)| *name), line.columns())))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn lines() {
        check(
            "series_fit_line_dynamic",
            &[dynamic("[1,3,5]")],
            r#"{"rsquare":1.0,"slope":2.0,"variance":4.0,"rvariance":0.0,"interception":-1.0,"line_fit":[1.0,3.0,5.0]}"#,
        );
        check("series_fit_line_dynamic", &[dynamic("[1]")], "null");
    }
}
