//! `covariancep`

use crate::kernel::covariance::{accumulator, aggregate};
use crate::kernel::spread::Rows;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = aggregate(
    "covariancep",
    "covariancep_",
    |_, _| Ok(accumulator(Rows::Population)),
    false,
    Doc::new("covariancep(x, y)", "The covariance of two numbers of a whole population.", &[]),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_aggregate as check;

    #[test]
    fn values() {
        let row = |x: f64, y: f64| [Value::Real(x), Value::Real(y)];
        let rows = [row(1.0, 14.0), row(2.0, 10.0), row(3.0, 17.0), row(4.0, 20.0), row(5.0, 50.0)];
        let rows: Vec<&[OwnedValue]> = rows.iter().map(|r| r.as_slice()).collect();
        check("covariancep", &rows, "16.4");
        check("covariancep", &[&[Value::Real(1.0), Value::Null]], "0.0");
    }
}
