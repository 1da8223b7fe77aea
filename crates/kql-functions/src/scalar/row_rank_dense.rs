//! `row_rank_dense`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "row_rank_dense",
    Types::Overloads(&[takes(&[ANY, BOOL], KqlType::Long).optional(1)]),
    Eval::Planner,
    Doc::new(
        "row_rank_dense(column [, restart])",
        "How many different values came before the value of the row, and one.",
        &[],
    )
    .notes("Rows must be sorted by the column."),
)
.sees_nulls()
.varies();
