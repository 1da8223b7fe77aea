//! `series_dot_product`

use crate::kernel::series::whole;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_dot_product",
    Types::Overloads(&[takes(&[DYNAMIC, DYNAMIC], KqlType::Real)]),
    Eval::Row(run),
    Doc::new(
        "series_dot_product(series, series)",
        "The sum of the products of the items of two series of one length.",
        &[("series_dot_product(dynamic([1, 2]), dynamic([3, 4]))", "11.0")],
    )
    .notes("A series with anything but numbers gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let pair = whole(args, 0).zip(whole(args, 1)).filter(|(a, b)| a.len() == b.len());
    pair.map(|(a, b)| a.iter().zip(&b).map(|(a, b)| a * b).sum::<f64>()).into()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_dot_product", &[dynamic("[1]"), dynamic("[1,2]")], "null");
    }
}
