//! `next`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "next",
    Types::Overloads(&[Overload::new(&[ANY, LONG, ANY], Returns::SameAs(0)).optional(2)]),
    Eval::Planner,
    Doc::new("next(column [, rows [, default]])", "The value that a column has one row, or several rows, later.", &[])
        .notes("Rows must be in an order."),
)
.sees_nulls()
.varies();
