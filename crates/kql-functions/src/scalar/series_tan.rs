//! `series_tan`

use crate::kernel::series::each;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_tan",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(|args| each(args, f64::tan)),
    Doc::new("series_tan(series)", "The tangents of the items of a series.", &[("series_tan(dynamic([0]))", "[0.0]")]),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_tan", &[dynamic("[null,0]")], "[null,0.0]");
    }
}
