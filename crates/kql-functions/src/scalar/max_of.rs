//! `max_of`

use crate::kernel::extremes::extreme_of;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = extreme_of::<true>(Doc::new(
    "max_of(value, value, …)",
    "The greatest of several values.",
    &[("max_of(1, 3.5, 2)", "3.5"), ("max_of(1, long(null))", "1")],
));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, datetime, s};

    #[test]
    fn extremes() {
        check("max_of", &[Value::Long(1), Value::Real(2.5)], "2.5");
        check("max_of", &[Value::Null, Value::Null], "null");
        check("max_of", &[datetime("2020-01-01"), datetime("2020-01-02")], "2020-01-02T00:00:00.0000000Z");
        check("max_of", &[s("a"), s("b")], "b");
        check("max_of", &[s("a")], "error: `max_of` takes at least 2 arguments");
    }
}
