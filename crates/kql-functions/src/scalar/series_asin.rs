//! `series_asin`

use crate::kernel::series::each;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_asin",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(|args| each(args, f64::asin)),
    Doc::new(
        "series_asin(series)",
        "The angles with the items of a series as sines.",
        &[("series_asin(dynamic([0]))", "[0.0]")],
    ),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_asin", &[dynamic("[null,0]")], "[null,0.0]");
    }
}
