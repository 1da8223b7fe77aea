//! `row_window_session`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "row_window_session",
    Types::Overloads(&[takes(&[DATETIME, TIMESPAN, TIMESPAN, BOOL], KqlType::DateTime).optional(1)]),
    Eval::Planner,
    Doc::new(
        "row_window_session(time, longest, gap [, restart])",
        "The time at which the session of the row began.",
        &[],
    )
    .notes("A session ends after a gap, or when it would become too long. Rows must be in an order."),
)
.sees_nulls()
.varies();
