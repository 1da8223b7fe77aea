//! `sumif`

use crate::kernel::totals::sum_types;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "sumif",
    Types::Custom(|args| sum_types("sumif", args, true)),
    AggregateName::Prefix("sumif_"),
    AggregateEval::Planner,
    Doc::new(
        "sumif(number, condition)",
        "The sum of a number or span over the rows in which a condition is true.",
        &[],
    )
    .notes("As `sum`."),
);
