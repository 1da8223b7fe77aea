//! `variancep`

use crate::kernel::spread::{Rows, Spread, accumulator};
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "variancep",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    AggregateName::Prefix("variancep_"),
    AggregateEval::Accumulator(|_, _| Ok(accumulator(Spread::Variance, Rows::Population))),
    Doc::new("variancep(number)", "The variance of everything there is.", &[])
        .notes("Nulls are left out; of fewer than two rows the result is 0."),
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
