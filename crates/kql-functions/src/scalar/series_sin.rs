//! `series_sin`

use crate::kernel::series::each;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_sin",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(|args| each(args, f64::sin)),
    Doc::new("series_sin(series)", "The sines of the items of a series.", &[("series_sin(dynamic([0]))", "[0.0]")]),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_sin", &[dynamic("[null,0]")], "[null,0.0]");
    }
}
