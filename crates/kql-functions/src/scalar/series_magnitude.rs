//! `series_magnitude`

use crate::kernel::series::whole;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_magnitude",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Real)]),
    Eval::Row(run),
    Doc::new(
        "series_magnitude(series)",
        "The square root of the sum of the squares of a series.",
        &[("series_magnitude(dynamic([3, 4]))", "5.0")],
    )
    .notes("A series with anything but numbers gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    whole(args, 0).map(|a| a.iter().map(|v| v * v).sum::<f64>().sqrt()).into()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_magnitude", &[dynamic("[1,null]")], "null");
    }
}
