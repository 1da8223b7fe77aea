//! `covarianceif`

use crate::kernel::covariance::{FilteredPair, accumulator, aggregate};
use crate::kernel::spread::Rows;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = aggregate(
    "covarianceif",
    "covarianceif_",
    |_, _| Ok(Box::new(FilteredPair(accumulator(Rows::Sample)))),
    true,
    Doc::new(
        "covarianceif(x, y, condition)",
        "The covariance of two numbers of a sample, over the rows in which a condition is true.",
        &[],
    ),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_aggregate as check;

    #[test]
    fn values() {
        let row = |x: f64, y: f64| [Value::Real(x), Value::Real(y), Value::Bool(true)];
        let rows = [row(1.0, 14.0), row(2.0, 10.0), row(3.0, 17.0), row(4.0, 20.0), row(5.0, 50.0)];
        let rows: Vec<&[OwnedValue]> = rows.iter().map(|r| r.as_slice()).collect();
        check("covarianceif", &rows, "20.5");
        let skipped = [Value::Real(9.0), Value::Real(1.0), Value::Bool(false)];
        check("covarianceif", &[&skipped], "0.0");
    }
}
