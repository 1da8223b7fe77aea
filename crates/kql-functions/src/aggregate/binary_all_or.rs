//! `binary_all_or`

use crate::kernel::bits::{Bits, accumulator};
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "binary_all_or",
    Types::Overloads(&[takes(&[LONG], KqlType::Long)]),
    AggregateName::Argument,
    AggregateEval::Accumulator(|_, _| Ok(accumulator(Bits::Or))),
    Doc::new("binary_all_or(number)", "The bits that any number has.", &[])
        .notes("Nulls are left out; without rows the result is null."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_aggregate as check;

    #[test]
    fn folds() {
        check("binary_all_or", &[&[Value::Long(12)], &[Value::Null], &[Value::Long(10)]], "14");
        check("binary_all_or", &[], "null");
    }
}
