//! `series_ceiling`

use crate::kernel::series::each;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_ceiling",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(|args| each(args, f64::ceil)),
    Doc::new(
        "series_ceiling(series)",
        "The items of a series rounded up.",
        &[("series_ceiling(dynamic([-1.5, 2.5]))", "[-1.0,3.0]")],
    ),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_ceiling", &[dynamic("[null,\"x\"]")], "[null,null]");
    }
}
