//! `now`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "now",
    Types::Overloads(&[takes(&[TIMESPAN], KqlType::DateTime).optional(1)]),
    Eval::Planner,
    Doc::new(
        "now([offset])",
        "The moment at which the query runs, moved by the offset.",
        &[("now(1h) - now()", "01:00:00")],
    )
    .notes("It is the same everywhere in one query."),
)
.varies();
