//! `series_stats`

use crate::kernel::series::stats::{STATS, counted, stats};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_stats",
    Types::Overloads(&[gives(&[DYNAMIC, BOOL], STATS).optional(1)]),
    Eval::Row(|args| counted(args).map_or(Value::Null, |items| dynamic_array(stats(&items).0.to_vec()))),
    Doc::new(
        "series_stats(series [, ignore_nonfinite])",
        "The least and greatest item of a series with their positions, the mean, the standard deviation and the variance, a column each.",
        &[("series_stats(dynamic([23, 46, 4, 8]))", "4.0"), ("series_stats(dynamic([]))", "null")],
    )
    .notes("The columns are called `series_stats_x_min`, `_min_idx`, `_max`, `_max_idx`, `_avg`, `_stdev` and `_variance` for a series `x`; `(a, b) = series_stats(x)` names the first of them. Inside of an expression the call means the least item. What is no number is left out."),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn statistics() {
        let series = dynamic("[23,46,23,87,4,8,3,75,2,56,13,75,32,16,29]");
        check("series_stats", &[series], "[2.0,8,87.0,3,32.8,28.50363385354827,812.4571428571429]");
        check("series_stats", &[dynamic("[1,null,3]")], "[1.0,0,3.0,2,2.0,1.4142135623730951,2.0]");
        check("series_stats", &[dynamic("{}")], "null");
    }
}
