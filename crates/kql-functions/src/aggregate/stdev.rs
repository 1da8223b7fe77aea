//! `stdev`

use crate::kernel::spread::{Rows, Spread, accumulator, aggregate};
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = aggregate(
    "stdev",
    "stdev_",
    |_, _| Ok(accumulator(Spread::Deviation, Rows::Sample)),
    Doc::new("stdev(number)", "The standard deviation of a sample.", &[]),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_aggregate as check;

    #[test]
    fn spread() {
        let rows: Vec<_> = (1..=6).map(|v| [Value::Real(f64::from(v))]).collect();
        let rows: Vec<&[OwnedValue]> = rows.iter().map(|r| r.as_slice()).collect();
        check("stdev", &rows, "1.8708286933869707");
        check("stdev", &[&[Value::Real(f64::NAN)], &[Value::Real(1.0)]], "NaN");
    }
}
