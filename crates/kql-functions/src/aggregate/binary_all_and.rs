//! `binary_all_and`

use crate::kernel::bits::{Bits, accumulator};
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "binary_all_and",
    Types::Overloads(&[takes(&[LONG], KqlType::Long)]),
    AggregateName::Argument,
    AggregateEval::Accumulator(|_, _| Ok(accumulator(Bits::And))),
    Doc::new("binary_all_and(number)", "The bits that all numbers have.", &[])
        .notes("Nulls are left out; without rows the result is null."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_aggregate as check;

    #[test]
    fn folds() {
        check("binary_all_and", &[&[Value::Long(12)], &[Value::Null], &[Value::Long(10)]], "8");
        check("binary_all_and", &[], "null");
    }
}
