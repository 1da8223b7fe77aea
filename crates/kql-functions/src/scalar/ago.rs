//! `ago`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "ago",
    Types::Overloads(&[takes(&[TIMESPAN], KqlType::DateTime)]),
    Eval::Planner,
    Doc::new("ago(span)", "The moment that lies the span before `now()`.", &[("now() - ago(1h)", "01:00:00")])
        .notes("`now()` is the same everywhere in one query."),
)
.varies();
