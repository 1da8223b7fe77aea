//! `binary_all_xor`

use crate::kernel::bits::{Bits, accumulator};
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "binary_all_xor",
    Types::Overloads(&[takes(&[LONG], KqlType::Long)]),
    AggregateName::Argument,
    AggregateEval::Accumulator(|_, _| Ok(accumulator(Bits::Xor))),
    Doc::new("binary_all_xor(number)", "The bits that an odd count of numbers has.", &[])
        .notes("Nulls are left out; without rows the result is null."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_aggregate as check;

    #[test]
    fn folds() {
        check("binary_all_xor", &[&[Value::Long(12)], &[Value::Null], &[Value::Long(10)]], "6");
        check("binary_all_xor", &[], "null");
    }
}
