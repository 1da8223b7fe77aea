//! `series_outliers`

use crate::kernel::series::outliers::{CUSTOM, Fence, scores};
use crate::kernel::series::{is_missing, series};
use crate::prelude::*;
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_outliers",
    Types::Overloads(&[takes(&[DYNAMIC, STRING, ANY, REAL, REAL], KqlType::Dynamic).optional(4)]),
    Eval::Prepared(prepare),
    Doc::new(
        "series_outliers(series [, kind [, ignore [, low_percentile [, high_percentile]]]])",
        "How far each item of a series lies outside of what is usual in it: above 1.5 far over it, below -1.5 far under it, 0 within.",
        &[("series_outliers(dynamic([1, 2, 3, 4, 100]), 'tukey')", "[-0.5,0.0,0.0,0.0,48.0]")],
    )
    .notes("Kind `tukey` takes the 25th to 75th percentile as usual, `ctukey` (the default) the 10th to 90th or the percentiles given, which have to be between 2 and 98. Nulls and items that equal `ignore` score 0 and do not count."),
)
.sees_nulls();

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    if call.constant(1).and_then(Value::as_str).is_some_and(|kind| Fence::parse(kind).is_none()) {
        return Err("the kind is `ctukey` or `tukey`".to_owned());
    }
    Ok(Arc::new(|args: &[Value<'_>]| {
        let (Some(items), Some(mut fence)) = (array(args, 0), Fence::parse(&text(args, 1))) else {
            return Value::Null;
        };
        if fence == CUSTOM {
            let given = |i: usize, default: f64| match args.get(i) {
                None | Some(Value::Null) => Some(default),
                Some(_) => real(args, i).filter(|p| (2.0..=98.0).contains(p)),
            };
            let (Some(low), Some(high)) = (given(3, 10.0), given(4, 90.0)) else {
                return Value::Null;
            };
            if low >= high {
                return Value::Null;
            }
            fence = Fence::Custom { low, high };
        }
        let number = |item: &serde_json::Value| item.as_f64().filter(|_| !is_missing(item, args.get(2)));
        let numbers: Vec<Option<f64>> = items.iter().map(number).collect();
        series(scores(&numbers, fence).into_iter().map(Some))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic, s};

    #[test]
    fn scores_of_items() {
        let y = || dynamic("[1,2,3,4,100]");
        check("series_outliers", &[y(), s("tukey"), Value::Long(100)], "[-0.5,0.0,0.0,0.5,0.0]");
        check("series_outliers", &[y(), s("x")], "error: the kind is `ctukey` or `tukey`");
        check("series_outliers", &[y(), s("ctukey"), Value::Null, Value::Real(50.0), Value::Real(20.0)], "null");
        check("series_outliers", &[dynamic("[null,\"a\"]")], "[0.0,0.0]");
    }
}
