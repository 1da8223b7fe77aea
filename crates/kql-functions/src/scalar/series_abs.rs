//! `series_abs`

use crate::kernel::series::each;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_abs",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(|args| each(args, f64::abs)),
    Doc::new(
        "series_abs(series)",
        "The items of a series without their signs.",
        &[("series_abs(dynamic([-6, 0.5]))", "[6.0,0.5]")],
    ),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_abs", &[dynamic("[null,\"x\"]")], "[null,null]");
    }
}
