//! `row_cumsum`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "row_cumsum",
    Types::Overloads(&[Overload::new(&[NUMBER, BOOL], Returns::SameAs(0)).optional(1)]),
    Eval::Planner,
    Doc::new("row_cumsum(number [, restart])", "The sum of a column up to and with the row.", &[])
        .notes("Where the second argument is true, the sum starts again. Rows must be in an order."),
)
.sees_nulls()
.varies();
