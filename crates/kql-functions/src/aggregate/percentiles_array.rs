//! `percentiles_array`

use crate::kernel::percentile::{Layout, Shape, accumulator, types};
use crate::prelude::*;

const LAYOUT: Layout = Layout { weighted: false, shape: Shape::Array };

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "percentiles_array",
    Types::Custom(|args| types("percentiles_array", args, LAYOUT)),
    AggregateName::Prefix("percentiles_"),
    AggregateEval::Accumulator(|types, constants| accumulator(types, constants, LAYOUT)),
    Doc::new("percentiles_array(value, percentile, … | array)", "The values that several shares of the rows do not exceed, as an array.", &[])
        .notes("The result is one of the values: the least that the share of rows does not exceed. It is exact where Microsoft's engine estimates. Nulls are left out."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_aggregate as check;

    #[test]
    fn ranks() {
        let row = |v| [Value::Long(v), crate::testing::dynamic("[25,100]")];
        check("percentiles_array", &[&row(4), &row(1), &row(2), &row(3)], "[1,4]");
    }
}
