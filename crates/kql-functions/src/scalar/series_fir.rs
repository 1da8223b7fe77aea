//! `series_fir`

use crate::kernel::series::{MOST_WEIGHTS, numbers, series};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_fir",
    Types::Overloads(&[takes(&[DYNAMIC, DYNAMIC, BOOL, BOOL], KqlType::Dynamic).optional(2)]),
    Eval::Row(run),
    Doc::new(
        "series_fir(series, filter [, normalize [, center]])",
        "A series under a moving filter: each item is the weighted sum of itself and those before it.",
        &[
            ("series_fir(dynamic([1, 2, 3, 4]), dynamic([1, 1]))", "[0.5,1.5,2.5,3.5]"),
            ("series_fir(dynamic([5, 15, 10]), dynamic([1, -1]), false, false)", "[5.0,10.0,-5.0]"),
        ],
    )
    .notes("Weights are divided by their sum unless `normalize` is false or one of them is negative. With `center` the filter reaches as far forward as back. What is no number counts as 0. A filter of more than 1,024 weights gives null."),
)
.sees_nulls()
.named_by_argument();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (Some(items), Some(filter)) = (numbers(args, 0), numbers(args, 1)) else {
        return Value::Null;
    };
    if filter.len() > MOST_WEIGHTS {
        return Value::Null;
    }
    let weights: Vec<f64> = filter.into_iter().map(|w| w.unwrap_or(0.0)).collect();
    let sum: f64 = weights.iter().sum();
    let positive = weights.iter().all(|w| *w >= 0.0) && sum != 0.0;
    let divisor = if args.get(2).and_then(Value::as_bool).unwrap_or(positive) { sum } else { 1.0 };
    let forward = if args.get(3).and_then(Value::as_bool) == Some(true) { weights.len() / 2 } else { 0 };
    let at = |i: Option<usize>| i.and_then(|i| items.get(i)).copied().flatten().unwrap_or(0.0);
    let filtered = |i: usize| {
        let total: f64 = weights.iter().enumerate().map(|(k, w)| w * at((i + forward).checked_sub(k))).sum();
        Some(total / divisor + 0.0)
    };
    series((0..items.len()).map(filtered))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn filters() {
        let args = [dynamic("[3,6,9]"), dynamic("[1,1,1]"), Value::Bool(true), Value::Bool(true)];
        check("series_fir", &args, "[3.0,6.0,5.0]");
        check("series_fir", &[dynamic("[1,2]"), dynamic("[]")], "[0.0,0.0]");
    }
}
