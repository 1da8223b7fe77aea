//! `prev`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "prev",
    Types::Overloads(&[Overload::new(&[ANY, LONG, ANY], Returns::SameAs(0)).optional(2)]),
    Eval::Planner,
    Doc::new("prev(column [, rows [, default]])", "The value that a column had one row, or several rows, before.", &[])
        .notes("Rows must be in an order."),
)
.sees_nulls()
.varies();
