//! `take_anyif`

use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "take_anyif",
    Types::Overloads(&[Overload::new(&[ANY, BOOL], Returns::SameAs(0))]),
    AggregateName::Argument,
    AggregateEval::Planner,
    Doc::new(
        "take_anyif(column, condition)",
        "The column of one row in which a condition is true, here the first.",
        &[],
    ),
)
.aliases(&["anyif"]);
