//! `series_decompose_forecast`

use crate::kernel::series::decompose::{Season, Trend, decompose};
use crate::kernel::series::{numbers, series};
use crate::prelude::*;
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_decompose_forecast",
    Types::Overloads(&[takes(&[DYNAMIC, LONG, LONG, STRING, REAL], KqlType::Dynamic).optional(3)]),
    Eval::Prepared(prepare),
    Doc::new(
        "series_decompose_forecast(series, points [, seasonality [, trend [, seasonality_threshold]]])",
        "What season and trend of a series let expect of its last items, which are not learnt from.",
        &[("series_decompose_forecast(dynamic([1, 2, 3, 4, 0, 0]), 2)", "[1.0,2.0,3.0,4.0,5.0,6.0]")],
    )
    .notes("The result is as long as the series. The trend is `linefit` unless `avg` or `none` is given; the season is that of `series_decompose`."),
)
.sees_nulls();

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    if call.constant(3).and_then(Value::as_str).is_some_and(|trend| Trend::parse(trend).is_none()) {
        return Err("the trend is `avg`, `linefit` or `none`".to_owned());
    }
    Ok(Arc::new(|args: &[Value<'_>]| {
        let trend = match text(args, 3).as_ref() {
            "" => Some(Trend::Line),
            name => Trend::parse(name),
        };
        let points = long(args, 1).and_then(|n| usize::try_from(n).ok());
        let (Some(items), Some(points), Some(trend)) = (numbers(args, 0), points, trend) else {
            return Value::Null;
        };
        let parts = decompose(&items, Season::new(long(args, 2), real(args, 4)), trend, points);
        series(parts.baseline.into_iter().map(Some))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn forecasts() {
        let y = dynamic("[5,1,5,1,5,1,0,0]");
        let args = [y, Value::Long(2), Value::Long(2)];
        check("series_decompose_forecast", &args, "[5.0,1.0,5.0,1.0,5.0,1.0,5.0,1.0]");
        check("series_decompose_forecast", &[dynamic("[1,2]"), Value::Long(-1)], "null");
    }
}
