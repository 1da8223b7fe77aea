//! `percentilesw_array`

use crate::kernel::percentile::{Layout, Shape, accumulator, types};
use crate::prelude::*;

const LAYOUT: Layout = Layout { weighted: true, shape: Shape::Array };

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "percentilesw_array",
    Types::Custom(|args| types("percentilesw_array", args, LAYOUT)),
    AggregateName::Prefix("percentiles_"),
    AggregateEval::Accumulator(|types, constants| accumulator(types, constants, LAYOUT)),
    Doc::new("percentilesw_array(value, weight, percentile, … | array)", "The values that several shares of the rows do not exceed, each row counted by its weight, as an array.", &[])
        .notes("The result is one of the values: the least that the share of rows does not exceed. It is exact where Microsoft's engine estimates. Nulls are left out."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_aggregate as check;

    #[test]
    fn ranks() {
        let row = |v, w| [Value::Long(v), Value::Long(w), Value::Long(50), Value::Real(99.9)];
        check("percentilesw_array", &[&row(10, 8), &row(20, 6), &row(30, 3), &row(40, 1)], "[20,40]");
    }
}
