//! `variancepif`

use crate::kernel::gather::Filtered;
use crate::kernel::spread::{Rows, Spread, accumulator};
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "variancepif",
    Types::Overloads(&[takes(&[REAL, BOOL], KqlType::Real)]),
    AggregateName::Prefix("variancepif_"),
    AggregateEval::Accumulator(|_, _| Ok(Box::new(Filtered(accumulator(Spread::Variance, Rows::Population))))),
    Doc::new(
        "variancepif(number, condition)",
        "The variance of everything there is, over the rows in which a condition is true.",
        &[],
    )
    .notes("Nulls are left out; of fewer than two rows the result is 0."),
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
