//! `row_number`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "row_number",
    Types::Overloads(&[takes(&[LONG, BOOL], KqlType::Long).optional(2)]),
    Eval::Planner,
    Doc::new("row_number([start [, restart]])", "The number of the row, from 1 or from the start.", &[])
        .notes("Where the second argument is true, counting starts again. Rows must be in an order."),
)
.sees_nulls()
.varies();
