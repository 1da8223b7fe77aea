//! `variancepif`

use crate::kernel::gather::Filtered;
use crate::kernel::spread::{Rows, Spread, accumulator, aggregate_if};
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = aggregate_if(
    "variancepif",
    "variancepif_",
    |_, _| Ok(Box::new(Filtered(accumulator(Spread::Variance, Rows::Population)))),
    Doc::new(
        "variancepif(number, condition)",
        "The variance of everything there is, over the rows in which a condition is true.",
        &[],
    ),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_aggregate as check;

    #[test]
    fn spread() {
        let rows: Vec<_> = (1..=100).map(|v| [Value::Real(f64::from(v)), Value::Bool(v % 2 == 0)]).collect();
        let rows: Vec<&[OwnedValue]> = rows.iter().map(|r| r.as_slice()).collect();
        check("variancepif", &rows, "833.0");
    }
}
