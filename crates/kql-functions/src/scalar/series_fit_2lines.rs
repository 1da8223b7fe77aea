//! `series_fit_2lines`

use crate::kernel::series::numbers;
use crate::kernel::series::two_lines::{TWO_LINES, fit};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_fit_2lines",
    Types::Overloads(&[gives(&[DYNAMIC], TWO_LINES)]),
    Eval::Row(|args| numbers(args, 0).and_then(|items| fit(&items)).map_or(Value::Null, dynamic_array)),
    Doc::new(
        "series_fit_2lines(series)",
        "Two straight lines that fit a series best, one up to a break and one from there on, in several columns.",
        &[("series_fit_2lines(dynamic([1, 2, 3, 9, 8, 7]))", "1.0"), ("series_fit_2lines(dynamic([1, 2, 3]))", "null")],
    )
    .notes("The columns are called `series_fit_2lines_x_rsquare` and so on for a series `x`: `rsquare`, `split_idx`, `variance`, `rvariance`, `line_fit`, then `rsquare`, `slope`, `interception`, `variance` and `rvariance` of the `right_` and of the `left_` line; `(a, b) = series_fit_2lines(x)` names the first of them. `split_idx` is the position of the right line's first item, from 0; positions within a line count from 1. A series with fewer than four numbers gives nulls."),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn breaks() {
        check(
            "series_fit_2lines",
            &[dynamic("[1,2,3,9,8,7]")],
            "[1.0,3,11.6,0.0,[1.0,2.0,3.0,9.0,8.0,7.0],1.0,-1.0,10.0,1.0,0.0,1.0,1.0,0.0,1.0,0.0]",
        );
        check("series_fit_2lines", &[dynamic("[]")], "null");
    }
}
