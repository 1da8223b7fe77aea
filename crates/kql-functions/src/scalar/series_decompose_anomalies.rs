//! `series_decompose_anomalies`

use crate::kernel::series::decompose::{Season, Trend, decompose};
use crate::kernel::series::outliers::{Fence, scores};
use crate::kernel::series::{numbers, series};
use crate::prelude::*;
use serde_json::Value as Json;
use std::sync::Arc;

const PARTS: &[(&str, KqlType)] =
    &[("ad_flag", KqlType::Dynamic), ("ad_score", KqlType::Dynamic), ("baseline", KqlType::Dynamic)];

/// The score from which an item is an anomaly unless told otherwise.
const THRESHOLD: f64 = 1.5;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_decompose_anomalies",
    Types::Overloads(&[gives(&[DYNAMIC, REAL, LONG, STRING, LONG, STRING, REAL], PARTS).optional(6)]),
    Eval::Prepared(prepare),
    Doc::new(
        "series_decompose_anomalies(series [, threshold [, seasonality [, trend [, test_points [, method [, seasonality_threshold]]]]]])",
        "Marks the items of a series that are far from what season and trend let expect: marks, scores and what was expected, a column each.",
        &[("series_decompose_anomalies(dynamic([5, 6, 5, 6, 5, 6, 5, 60, 5, 6, 5, 6]))", "[0,0,0,0,0,0,0,1,0,0,0,0]")],
    )
    .notes("The columns are called `series_decompose_anomalies_x_ad_flag` (1 too high, -1 too low, else 0), `_ad_score` and `_baseline` for a series `x`; `(a, b) = series_decompose_anomalies(x)` names the first of them, and a single name stands for the marks. The threshold is 1.5 unless given. Season, trend and test points are those of `series_decompose`, the method (`ctukey` or `tukey`) that of `series_outliers`. Where a season is only just strong enough, Microsoft's engine may see it otherwise: give the period."),
)
.sees_nulls();

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    if call.constant(3).and_then(Value::as_str).is_some_and(|trend| Trend::parse(trend).is_none()) {
        return Err("the trend is `avg`, `linefit` or `none`".to_owned());
    }
    if call.constant(5).and_then(Value::as_str).is_some_and(|method| Fence::parse(method).is_none()) {
        return Err("the method is `ctukey` or `tukey`".to_owned());
    }
    Ok(Arc::new(|args: &[Value<'_>]| {
        let (Some(items), Some(trend), Some(fence)) =
            (numbers(args, 0), Trend::parse(&text(args, 3)), Fence::parse(&text(args, 5)))
        else {
            return Value::Null;
        };
        let threshold = real(args, 1).unwrap_or(THRESHOLD);
        let test = long(args, 4).and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        let parts = decompose(&items, Season::new(long(args, 2), real(args, 6)), trend, test);
        let scores = scores(&parts.residual, fence);
        let flag = |score: &f64| match score {
            s if *s > threshold => 1,
            s if *s < -threshold => -1,
            _ => 0,
        };
        dynamic_array(vec![
            scores.iter().map(|s| Json::from(flag(s))).collect(),
            series(scores.iter().copied().map(Some)).to_json(),
            series(parts.baseline.into_iter().map(Some)).to_json(),
        ])
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic, s};

    #[test]
    fn anomalies() {
        let usual = |i: i32| if i % 7 < 5 { 20.0 } else { 3.0 } + f64::from(i % 4);
        let item = |i| match i {
            30 => 3.0,
            40 => 35.0,
            _ => usual(i),
        };
        let all = series((0..70).map(item).map(Some));
        let args = [all, Value::Real(2.5)];
        let found = crate::evaluate_constants(&FUNCTION, &args, &[KqlType::Dynamic, KqlType::Real], KqlType::Dynamic);
        let found = found.unwrap().to_json();
        let marked: Vec<(usize, i64)> = found
            .get(0)
            .and_then(Json::as_array)
            .unwrap()
            .iter()
            .enumerate()
            .filter_map(|(i, flag)| Some((i, flag.as_i64().filter(|f| *f != 0)?)))
            .collect();
        assert!(marked.contains(&(30, -1)) && marked.contains(&(40, 1)), "{marked:?}");
        assert!(marked.len() < 6, "{marked:?}");
    }

    #[test]
    fn arguments() {
        let y = || dynamic("[1,2]");
        check("series_decompose_anomalies", &[Value::Null], "null");
        check(
            "series_decompose_anomalies",
            &[y(), Value::Real(1.5), Value::Long(-1), s("avg"), Value::Long(0), s("kmeans")],
            "error: the method is `ctukey` or `tukey`",
        );
        check("series_decompose_anomalies", &[dynamic("[]")], "[[],[],[]]");
    }
}
