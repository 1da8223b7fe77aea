//! `series_periods_detect`

use crate::kernel::series::periods::Likeness;
use crate::kernel::series::{numbers, series};
use crate::prelude::*;

const PARTS: &[(&str, KqlType)] = &[("periods", KqlType::Dynamic), ("periods_scores", KqlType::Dynamic)];

/// How many periods are returned at most.
const MOST: usize = 16;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_periods_detect",
    Types::Overloads(&[gives(&[DYNAMIC, REAL, REAL, LONG], PARTS)]),
    Eval::Row(run),
    Doc::new(
        "series_periods_detect(series, shortest, longest, count)",
        "The periods that explain a series best, in items, and how well they do, a column each.",
        &[("series_periods_detect(dynamic([1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1]), 0.0, 9.0, 2)", "[6.0,0.0]")],
    )
    .notes("The columns are called `series_periods_detect_x_periods` and `_periods_scores` for a series `x`. Scores are between 0 and 1; they come from the series' likeness to itself and differ a little from those of Microsoft's engine. A period has at least 4 items and fits more than twice into the series. Places that are not filled hold 0; at most 16 periods."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (Some(items), Some(least), Some(most), Some(count)) =
        (numbers(args, 0), real(args, 1), real(args, 2), long(args, 3))
    else {
        return Value::Null;
    };
    let count = usize::try_from(count).unwrap_or(0).min(MOST);
    let mut found = Likeness::of(&items).best(least, most, count);
    found.resize(count, (0, 0.0));
    dynamic_array(vec![
        series(found.iter().map(|(period, _)| Some(*period as f64))).to_json(),
        series(found.iter().map(|(_, score)| Some(*score))).to_json(),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn none() {
        let args = [dynamic("[1,2,3]"), Value::Real(0.0), Value::Real(9.0), Value::Long(2)];
        check("series_periods_detect", &args, "[[0.0,0.0],[0.0,0.0]]");
    }
}
