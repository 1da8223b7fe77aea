//! `avgif`

use crate::kernel::totals::avg_types;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "avgif",
    Types::Custom(|args| avg_types("avgif", args, true)),
    AggregateName::Prefix("avgif_"),
    AggregateEval::Planner,
    Doc::new(
        "avgif(number, condition)",
        "The mean of a number, span or time over the rows in which a condition is true.",
        &[],
    )
    .notes("As `avg`."),
);
