//! `series_equals`

use crate::kernel::series::{PAIRS, pairs};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_equals",
    Types::Overloads(PAIRS),
    Eval::Row(|args| pairs(args, |a, b| Some((a == b).into()))),
    Doc::new(
        "series_equals(series, series)",
        "Whether the items of two series are equal.",
        &[("series_equals(dynamic([1, 2, 4]), dynamic([4, 2, 1]))", "[false,true,false]")],
    )
    .notes("Where one side has no number the result is null."),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn series() {
        check("series_equals", &[dynamic("[1,null,3]"), dynamic("[2,2]")], "[false,null,null]");
    }
}
