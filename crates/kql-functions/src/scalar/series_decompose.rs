//! `series_decompose`

use crate::kernel::series::decompose::{Season, Trend, decompose};
use crate::kernel::series::{numbers, series};
use crate::prelude::*;
use std::sync::Arc;

const PARTS: &[(&str, KqlType)] = &[
    ("baseline", KqlType::Dynamic),
    ("seasonal", KqlType::Dynamic),
    ("trend", KqlType::Dynamic),
    ("residual", KqlType::Dynamic),
];

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_decompose",
    Types::Overloads(&[gives(&[DYNAMIC, LONG, STRING, LONG, REAL], PARTS).optional(4)]),
    Eval::Prepared(prepare),
    Doc::new(
        "series_decompose(series [, seasonality [, trend [, test_points [, seasonality_threshold]]]])",
        "Takes a series apart into what repeats, where it tends, and the rest, a column each.",
        &[("series_decompose(dynamic([1, 3, 1, 3, 1, 3, 1, 9]), 2, 'none')", "[1.0,3.0,1.0,3.0,1.0,3.0,1.0,3.0]")],
    )
    .notes("The columns are called `series_decompose_x_baseline`, `_seasonal`, `_trend` and `_residual` for a series `x`; `(a, b) = series_decompose(x)` names the first of them. `seasonality` is a period in items, 0 for none, or -1 (the default) to look for one as `series_periods_detect` does; a season is the median of the items of one phase. `trend` is `avg` (the default), `linefit` or `none`. The last `test_points` items are not learnt from."),
)
.sees_nulls();

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    if call.constant(2).and_then(Value::as_str).is_some_and(|trend| Trend::parse(trend).is_none()) {
        return Err("the trend is `avg`, `linefit` or `none`".to_owned());
    }
    Ok(Arc::new(|args: &[Value<'_>]| {
        let (Some(items), Some(trend)) = (numbers(args, 0), Trend::parse(&text(args, 2))) else {
            return Value::Null;
        };
        let test = long(args, 3).and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        let parts = decompose(&items, Season::new(long(args, 1), real(args, 4)), trend, test);
        let whole = |values: Vec<f64>| series(values.into_iter().map(Some)).to_json();
        dynamic_array(vec![
            whole(parts.baseline),
            whole(parts.seasonal),
            whole(parts.trend),
            series(parts.residual).to_json(),
        ])
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic, s};

    #[test]
    fn parts() {
        let y = || dynamic("[1,3,1,3,1,3,1,9]");
        check(
            "series_decompose",
            &[y(), Value::Long(0), s("none")],
            "[[0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0],[0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0],[0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0],[1.0,3.0,1.0,3.0,1.0,3.0,1.0,9.0]]",
        );
        check("series_decompose", &[y(), Value::Long(2), s("up")], "error: the trend is `avg`, `linefit` or `none`");
        check("series_decompose", &[s("x")], "error: argument 1 of `series_decompose` cannot be string");
        check(
            "series_decompose",
            &[dynamic("[1,2,null,4,0]"), Value::Long(0), s("linefit"), Value::Long(1)],
            "[[1.0,2.0,3.0,4.0,5.0],[0.0,0.0,0.0,0.0,0.0],[1.0,2.0,3.0,4.0,5.0],[0.0,0.0,null,0.0,-5.0]]",
        );
    }
}
