//! `hll_merge` over rows

use crate::kernel::sketch_aggregate::{Counting, Row};
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "hll_merge",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    AggregateName::Prefix("hll_merge_"),
    AggregateEval::Accumulator(|_, _| Counting::make(&[], 1, Row::Sketch, false)),
    Doc::new("hll_merge(sketch)", "One sketch of all sketches of `hll`.", &[])
        .notes("What is no sketch is left out; of none the result is null."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_aggregate as check;

    #[test]
    fn nothing() {
        check("hll_merge", &[&[Value::Null], &[crate::testing::dynamic("[1]")]], "null");
        check(
            "hll_merge",
            &[&[crate::testing::dynamic("[\"hll\",14,\"hashes\",\"\"]")]],
            "[\"hll\",14,\"hashes\",\"\"]",
        );
    }
}
