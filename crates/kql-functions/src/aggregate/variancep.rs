//! `variancep`

use crate::kernel::spread::{Rows, Spread, accumulator, aggregate};
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = aggregate(
    "variancep",
    "variancep_",
    |_, _| Ok(accumulator(Spread::Variance, Rows::Population)),
    Doc::new("variancep(number)", "The variance of everything there is.", &[]),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_aggregate as check;

    #[test]
    fn spread() {
        let rows: Vec<_> = (1..=6).map(|v| [Value::Real(f64::from(v))]).collect();
        let rows: Vec<&[OwnedValue]> = rows.iter().map(|r| r.as_slice()).collect();
        check("variancep", &rows, "2.9166666667");
    }
}
