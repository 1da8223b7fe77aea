//! `series_pearson_correlation`

use crate::kernel::series::whole;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_pearson_correlation",
    Types::Overloads(&[takes(&[DYNAMIC, DYNAMIC], KqlType::Real)]),
    Eval::Row(run),
    Doc::new(
        "series_pearson_correlation(series, series)",
        "How far two series of one length rise and fall together, from -1 to 1.",
        &[("series_pearson_correlation(dynamic([1, 2, 3]), dynamic([6, 4, 2]))", "-1.0")],
    )
    .notes("A series with anything but numbers gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let pair = whole(args, 0).zip(whole(args, 1)).filter(|(a, b)| a.len() == b.len());
    let correlation = |(a, b): (Vec<f64>, Vec<f64>)| {
        let mean = |items: &[f64]| items.iter().sum::<f64>() / items.len() as f64;
        let (mean_a, mean_b) = (mean(&a), mean(&b));
        let (mut both, mut only_a, mut only_b) = (0.0, 0.0, 0.0);
        for (x, y) in a.iter().zip(&b).map(|(x, y)| (x - mean_a, y - mean_b)) {
            both += x * y;
            only_a += x * x;
            only_b += y * y;
        }
        both / (only_a * only_b).sqrt()
    };
    pair.map(correlation).into()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_pearson_correlation", &[dynamic("[1,2]"), dynamic("[5,5]")], "NaN");
    }
}
