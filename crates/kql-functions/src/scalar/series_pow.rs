//! `series_pow`

use crate::kernel::series::{PAIRS, pairs};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_pow",
    Types::Overloads(PAIRS),
    Eval::Row(|args| pairs(args, |a, b| Some(a.powf(b).into()))),
    Doc::new(
        "series_pow(series, series)",
        "The items of one series to the power of those of another.",
        &[("series_pow(dynamic([1, 2, 4]), dynamic([4, 2, 1]))", "[1.0,4.0,4.0]")],
    )
    .notes("Where one side has no number the result is null."),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_pow", &[dynamic("[1,null,3]"), dynamic("[2,2]")], "[1.0,null,null]");
    }
}
