//! `series_atan2`

use crate::kernel::series::{PAIRS, pairs};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_atan2",
    Types::Overloads(PAIRS),
    Eval::Row(|args| pairs(args, |y, x| Some(y.atan2(x).into()))),
    Doc::new(
        "series_atan2(y, x)",
        "The angle between the x axis and the line to each point, item by item.",
        &[("series_atan2(dynamic([0, 1]), dynamic([1, 0]))", "[0.0,1.5707963267948966]")],
    )
    .notes("What is no number gives null."),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn angles() {
        check("series_atan2", &[dynamic("[1,2]"), dynamic("[0]")], "[1.5707963267948966,null]");
    }
}
