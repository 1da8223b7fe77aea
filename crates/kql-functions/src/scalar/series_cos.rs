//! `series_cos`

use crate::kernel::series::each;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_cos",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(|args| each(args, f64::cos)),
    Doc::new("series_cos(series)", "The cosines of the items of a series.", &[("series_cos(dynamic([0]))", "[1.0]")]),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_cos", &[dynamic("[null,0]")], "[null,1.0]");
    }
}
