//! `series_atan`

use crate::kernel::series::each;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_atan",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(|args| each(args, f64::atan)),
    Doc::new(
        "series_atan(series)",
        "The angles with the items of a series as tangents.",
        &[("series_atan(dynamic([0]))", "[0.0]")],
    ),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_atan", &[dynamic("[null,0]")], "[null,0.0]");
    }
}
