//! `series_subtract`

use crate::kernel::series::{PAIRS, pairs};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_subtract",
    Types::Overloads(PAIRS),
    Eval::Row(|args| pairs(args, |a, b| Some((a - b).into()))),
    Doc::new(
        "series_subtract(series, series)",
        "The differences of the items of two series.",
        &[("series_subtract(dynamic([1, 2, 4]), dynamic([4, 2, 1]))", "[-3.0,0.0,3.0]")],
    )
    .notes("Where one side has no number the result is null."),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_subtract", &[dynamic("[1,null,3]"), dynamic("[2,2]")], "[-1.0,null,null]");
    }
}
