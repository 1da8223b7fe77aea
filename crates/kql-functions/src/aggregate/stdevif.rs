//! `stdevif`

use crate::kernel::gather::Filtered;
use crate::kernel::spread::{Rows, Spread, accumulator, aggregate_if};
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = aggregate_if(
    "stdevif",
    "stdevif_",
    |_, _| Ok(Box::new(Filtered(accumulator(Spread::Deviation, Rows::Sample)))),
    Doc::new(
        "stdevif(number, condition)",
        "The standard deviation of a sample, over the rows in which a condition is true.",
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
        check("stdevif", &rows, "29.154759474226502");
    }
}
