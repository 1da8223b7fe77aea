//! `series_cosine_similarity`

use crate::kernel::series::whole;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_cosine_similarity",
    Types::Overloads(&[takes(&[DYNAMIC, DYNAMIC], KqlType::Real)]),
    Eval::Row(run),
    Doc::new(
        "series_cosine_similarity(series, series)",
        "The cosine of the angle between two series of one length.",
        &[("series_cosine_similarity(dynamic([1, 0]), dynamic([0, 1]))", "0.0")],
    )
    .notes("A series with anything but numbers gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let pair = whole(args, 0).zip(whole(args, 1)).filter(|(a, b)| a.len() == b.len());
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    pair.map(|(a, b)| dot(&a, &b) / (dot(&a, &a).sqrt() * dot(&b, &b).sqrt())).into()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_cosine_similarity", &[dynamic("[1,2]"), dynamic("[null,2]")], "null");
        check("series_cosine_similarity", &[dynamic("[3,4]"), dynamic("[3,4]")], "1.0");
    }
}
