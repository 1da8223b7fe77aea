//! `percentiles`

use crate::kernel::percentile::{Layout, Shape, accumulator, types};
use crate::prelude::*;

const LAYOUT: Layout = Layout { weighted: false, shape: Shape::One };

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "percentiles",
    Types::Custom(|args| types("percentiles", args, LAYOUT)),
    AggregateName::PrefixAndConstants("percentile_"),
    AggregateEval::Accumulator(|types, constants| accumulator(types, constants, LAYOUT)),
    Doc::new("percentiles(value, percentile, …)", "The values that several shares of the rows do not exceed, one column each.", &[])
        .notes("The result is one of the values: the least that the share of rows does not exceed. It is exact where Microsoft's engine estimates. Nulls are left out."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_aggregate as check;

    #[test]
    fn ranks() {
        let row = |v, r| [Value::Long(v), Value::Real(r)];
        check("percentiles", &[&row(4, 100.0), &row(1, 100.0)], "4");
    }
}
