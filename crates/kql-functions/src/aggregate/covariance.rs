//! `covariance`

use crate::kernel::covariance::{accumulator, aggregate};
use crate::kernel::spread::Rows;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = aggregate(
    "covariance",
    "covariance_",
    |_, _| Ok(accumulator(Rows::Sample)),
    false,
    Doc::new("covariance(x, y)", "The covariance of two numbers of a sample.", &[]),
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
        check("covariance", &rows, "20.5");
        check("covariance", &[&[Value::Real(1.0), Value::Null]], "0.0");
    }
}
