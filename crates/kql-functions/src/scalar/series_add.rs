//! `series_add`

use crate::kernel::series::{PAIRS, pairs};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_add",
    Types::Overloads(PAIRS),
    Eval::Row(|args| pairs(args, |a, b| Some((a + b).into()))),
    Doc::new(
        "series_add(series, series)",
        "The sums of the items of two series.",
        &[("series_add(dynamic([1, 2, 4]), dynamic([4, 2, 1]))", "[5.0,4.0,5.0]")],
    )
    .notes("Where one side has no number the result is null."),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_add", &[dynamic("[1,null,3]"), dynamic("[2,2]")], "[3.0,null,null]");
    }
}
