//! `series_periods_validate`

use crate::kernel::series::periods::Likeness;
use crate::kernel::series::{numbers, series};
use crate::prelude::*;

const PARTS: &[(&str, KqlType)] = &[("periods", KqlType::Dynamic), ("scores", KqlType::Dynamic)];

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_periods_validate",
    Types::Overloads(&[gives(&[DYNAMIC, REAL], PARTS).variadic()]),
    Eval::Row(run),
    Doc::new(
        "series_periods_validate(series, period, …)",
        "Periods of a series, in items, and how well each explains it, a column each.",
        &[("series_periods_validate(dynamic([1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1]), 6.0)", "[6.0]")],
    )
    .notes("The columns are called `series_periods_validate_x_periods` and `_scores` for a series `x`. Scores are those of `series_periods_detect`; a period of fewer than 4 items or of half the series scores 0."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(items) = numbers(args, 0) else {
        return Value::Null;
    };
    let likeness = Likeness::of(&items);
    let periods: Vec<f64> = (1..args.len()).filter_map(|i| real(args, i)).collect();
    // Out of range saturates, and scores 0.
    let score = |period: &f64| Some(likeness.score(period.round() as usize));
    dynamic_array(vec![
        series(periods.iter().copied().map(Some)).to_json(),
        series(periods.iter().map(score)).to_json(),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn out_of_range() {
        let args = [dynamic("[1,5,1,5,1,5]"), Value::Real(2.0), Value::Real(-1e300), Value::Real(f64::INFINITY)];
        check("series_periods_validate", &args, "[[2.0,-1e+300,null],[0.0,0.0,0.0]]");
    }
}
