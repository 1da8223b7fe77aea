//! `series_floor`

use crate::kernel::series::each;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_floor",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(|args| each(args, f64::floor)),
    Doc::new(
        "series_floor(series)",
        "The items of a series rounded down.",
        &[("series_floor(dynamic([-1.5, 2.5]))", "[-2.0,2.0]")],
    ),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_floor", &[dynamic("[null,\"x\"]")], "[null,null]");
    }
}
