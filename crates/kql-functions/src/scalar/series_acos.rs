//! `series_acos`

use crate::kernel::series::each;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_acos",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(|args| each(args, f64::acos)),
    Doc::new(
        "series_acos(series)",
        "The angles with the items of a series as cosines.",
        &[("series_acos(dynamic([1]))", "[0.0]")],
    ),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_acos", &[dynamic("[null,1]")], "[null,0.0]");
    }
}
