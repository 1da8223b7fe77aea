//! `series_product`

use crate::kernel::series::whole;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_product",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Real)]),
    Eval::Row(run),
    Doc::new(
        "series_product(series)",
        "The product of the items of a series.",
        &[("series_product(dynamic([2, 3, 4]))", "24.0")],
    )
    .notes("A series with anything but numbers gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    whole(args, 0).map(|a| a.iter().product::<f64>()).into()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_product", &[dynamic("[\"x\"]")], "null");
    }
}
