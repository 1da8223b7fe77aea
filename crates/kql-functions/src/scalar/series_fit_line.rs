//! `series_fit_line`

use crate::kernel::series::line::{LINE, Line};
use crate::kernel::series::numbers;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_fit_line",
    Types::Overloads(&[gives(&[DYNAMIC], LINE)]),
    Eval::Row(run),
    Doc::new(
        "series_fit_line(series)",
        "The straight line that fits a series best, in several columns.",
        &[("series_fit_line(dynamic([1, 2, 4, 8]))", "0.92"), ("series_fit_line(dynamic([1]))", "null")],
    )
    .notes("The columns are called `series_fit_line_x_rsquare`, `_slope`, `_variance`, `_rvariance`, `_interception` and `_line_fit` for a series `x`; `(a, b) = series_fit_line(x)` names the first of them. Inside of an expression the call means the first, which says how good the fit is, 0 to 1. Positions count from 1. A series with fewer than two numbers gives nulls."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    numbers(args, 0)
        .and_then(|items| Line::of(&items))
        .map_or(Value::Null, |line| dynamic_array(line.columns().to_vec()))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn lines() {
        check("series_fit_line", &[dynamic("[1,3,5]")], "[1.0,2.0,4.0,0.0,-1.0,[1.0,3.0,5.0]]");
        check("series_fit_line", &[dynamic("\"x\"")], "null");
    }
}
