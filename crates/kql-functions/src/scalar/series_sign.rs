//! `series_sign`

use crate::kernel::series::each;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_sign",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(|args| each(args, |v| if v == 0.0 { 0.0 } else { v.signum() })),
    Doc::new(
        "series_sign(series)",
        "-1, 0 or 1 as the items of a series are below, at or above 0.",
        &[("series_sign(dynamic([-6, 0, 8]))", "[-1.0,0.0,1.0]")],
    ),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_sign", &[dynamic("[null,\"x\"]")], "[null,null]");
    }
}
