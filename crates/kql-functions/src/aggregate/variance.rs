//! `variance`

use crate::kernel::spread::{Rows, Spread, accumulator, aggregate};
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = aggregate(
    "variance",
    "variance_",
    |_, _| Ok(accumulator(Spread::Variance, Rows::Sample)),
    Doc::new("variance(number)", "The variance of a sample.", &[]),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_aggregate as check;

    #[test]
    fn spread() {
        let rows: Vec<_> = (1..=6).map(|v| [Value::Real(f64::from(v))]).collect();
        let rows: Vec<&[OwnedValue]> = rows.iter().map(|r| r.as_slice()).collect();
        check("variance", &rows, "3.5");
        check("variance", &[&[Value::Real(5.0)], &[Value::Null]], "0.0");
    }
}
