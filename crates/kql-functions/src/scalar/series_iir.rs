//! `series_iir`

use crate::kernel::series::{MOST_WEIGHTS, numbers, series};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_iir",
    Types::Overloads(&[takes(&[DYNAMIC, DYNAMIC, DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "series_iir(series, numerators, denominators)",
        "A series under a filter that also looks back on its own results.",
        &[("series_iir(dynamic([1, 2, 3]), dynamic([1]), dynamic([1, -1]))", "[1.0,3.0,6.0]")],
    )
    .notes("What is no number counts as 0. A first denominator of 0 gives null, as do more than 1,024 of either kind."),
)
.named_by_argument();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (Some(items), Some(up), Some(down)) = (numbers(args, 0), numbers(args, 1), numbers(args, 2)) else {
        return Value::Null;
    };
    let first = down.first().copied().flatten().unwrap_or(0.0);
    if first == 0.0 || up.len().max(down.len()) > MOST_WEIGHTS {
        return Value::Null;
    }
    let mut results: Vec<f64> = Vec::with_capacity(items.len());
    for i in 0..items.len() {
        let input = |k: usize| i.checked_sub(k).and_then(|i| items.get(i)).copied().flatten().unwrap_or(0.0);
        let ahead: f64 = up.iter().enumerate().map(|(k, w)| w.unwrap_or(0.0) * input(k)).sum();
        let output = |k: usize| i.checked_sub(k).and_then(|i| results.get(i)).copied().unwrap_or(0.0);
        let back: f64 = down.iter().enumerate().skip(1).map(|(k, w)| w.unwrap_or(0.0) * output(k)).sum();
        results.push((ahead - back) / first);
    }
    series(results.into_iter().map(Some))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn filters() {
        check("series_iir", &[dynamic("[5,0,50]"), dynamic("[1]"), dynamic("[1,-1]")], "[5.0,5.0,55.0]");
        check("series_iir", &[dynamic("[1]"), dynamic("[1]"), dynamic("[0]")], "null");
    }
}
