//! `percentilew`

use crate::kernel::percentile::{Layout, Shape, accumulator, types};
use crate::prelude::*;

const LAYOUT: Layout = Layout { weighted: true, shape: Shape::One };

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "percentilew",
    Types::Custom(|args| types("percentilew", args, LAYOUT)),
    AggregateName::PrefixAndConstants("percentile_"),
    AggregateEval::Accumulator(|types, constants| accumulator(types, constants, LAYOUT)),
    Doc::new("percentilew(value, weight, percentile)", "The value that a share of the rows does not exceed, each row counted by its weight.", &[])
        .notes("The result is one of the values: the least that the share of rows does not exceed. It is exact where Microsoft's engine estimates. Nulls are left out."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_aggregate as check;

    #[test]
    fn ranks() {
        let row = |v, w| [Value::Long(v), Value::Long(w), Value::Long(75)];
        check("percentilew", &[&row(10, 8), &row(20, 6), &row(30, 3), &row(40, 1)], "20");
    }
}
