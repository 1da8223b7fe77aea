//! `min_of`

use crate::kernel::extremes::extreme_of;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = extreme_of::<false>(Doc::new(
    "min_of(value, value, …)",
    "The least of several values.",
    &[("min_of(1, 3, 2)", "1"), ("min_of(int(null), 5)", "5")],
));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, datetime, s};

    #[test]
    fn extremes() {
        check("min_of", &[Value::Long(1), Value::Real(0.5)], "0.5");
        check("min_of", &[s("a"), s("b")], "a");
        check(
            "min_of",
            &[datetime("2020-01-01"), Value::Long(1)],
            "error: the values of `min_of` must have one type, not datetime and long",
        );
    }
}
