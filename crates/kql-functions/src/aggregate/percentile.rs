//! `percentile`

use crate::kernel::percentile::{Layout, Shape, accumulator, types};
use crate::prelude::*;

const LAYOUT: Layout = Layout { weighted: false, shape: Shape::One };

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "percentile",
    Types::Custom(|args| types("percentile", args, LAYOUT)),
    AggregateName::PrefixAndConstants("percentile_"),
    AggregateEval::Accumulator(|types, constants| accumulator(types, constants, LAYOUT)),
    Doc::new("percentile(value, percentile)", "The value that a share of the rows does not exceed.", &[])
        .notes("The result is one of the values: the least that the share of rows does not exceed. It is exact where Microsoft's engine estimates. Nulls are left out."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_aggregate as check;

    #[test]
    fn ranks() {
        let row = |v, r| [Value::Long(v), Value::Real(r)];
        check("percentile", &[&row(4, 50.0), &row(1, 50.0), &row(3, 50.0), &row(2, 50.0)], "2");
        check("percentile", &[&row(7, 0.0), &row(9, 0.0)], "7");
        check("percentile", &[&row(7, 101.0)], "error: a percentile is a number between 0 and 100");
        check("percentile", &[&[Value::Null, Value::Long(5)]], "null");
    }
}
