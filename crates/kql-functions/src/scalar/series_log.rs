//! `series_log`

use crate::kernel::series::each;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_log",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(|args| each(args, f64::ln)),
    Doc::new(
        "series_log(series)",
        "The natural logarithms of the items of a series.",
        &[("series_log(dynamic([1]))", "[0.0]")],
    ),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_log", &[dynamic("[null,\"x\"]")], "[null,null]");
    }
}
