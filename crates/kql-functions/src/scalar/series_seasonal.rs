//! `series_seasonal`

use crate::kernel::series::decompose::Season;
use crate::kernel::series::{numbers, series};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_seasonal",
    Types::Overloads(&[takes(&[DYNAMIC, LONG, REAL], KqlType::Dynamic).optional(2)]),
    Eval::Row(run),
    Doc::new(
        "series_seasonal(series [, period])",
        "What repeats in a series: the median of the items of each phase of its period.",
        &[
            ("series_seasonal(dynamic([1, 3, 5, 1, 3, 5, 2, 4, 6]), 3)", "[1.0,3.0,5.0,1.0,3.0,5.0,1.0,3.0,5.0]"),
            ("series_seasonal(dynamic([1, 3, 5, 2, 4, 6, 1, 3, 5, 2, 4, 6]))", "[0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0]"),
        ],
    )
    .notes("Without a period, or with -1, it is looked for as by `series_periods_detect`; where there is none the result is zeros."),
)
.sees_nulls();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(items) = numbers(args, 0) else {
        return Value::Null;
    };
    let season = Season::new(long(args, 1), real(args, 2));
    series(season.of(&items, items.len()).into_iter().map(Some))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn seasons() {
        check(
            "series_seasonal",
            &[dynamic("[8,12,14,12,10,10,12,14,12,10,10,12,14,12,10,10,12,14,12,10]")],
            "[10.0,12.0,14.0,12.0,10.0,10.0,12.0,14.0,12.0,10.0,10.0,12.0,14.0,12.0,10.0,10.0,12.0,14.0,12.0,10.0]",
        );
        check("series_seasonal", &[dynamic("[1,2]"), Value::Long(i64::MAX)], "[1.0,2.0]");
    }
}
