//! `row_rank_min`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "row_rank_min",
    Types::Overloads(&[takes(&[ANY, BOOL], KqlType::Long).optional(1)]),
    Eval::Planner,
    Doc::new("row_rank_min(column [, restart])", "The number of the first row that has the value of the row.", &[])
        .notes("Rows must be sorted by the column."),
)
.sees_nulls()
.varies();
