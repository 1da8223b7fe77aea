//! `series_exp`

use crate::kernel::series::each;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_exp",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(|args| each(args, f64::exp)),
    Doc::new(
        "series_exp(series)",
        "e to the power of the items of a series.",
        &[("series_exp(dynamic([0]))", "[1.0]")],
    ),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_exp", &[dynamic("[null,\"x\"]")], "[null,null]");
    }
}
