//! `stdevp`

use crate::kernel::spread::{Rows, Spread, accumulator};
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "stdevp",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    AggregateName::Prefix("stdevp_"),
    AggregateEval::Accumulator(|_, _| Ok(accumulator(Spread::Deviation, Rows::Population))),
    Doc::new("stdevp(number)", "The standard deviation of everything there is.", &[])
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
        check("stdevp", &rows, "1.707825127669692");
    }
}
