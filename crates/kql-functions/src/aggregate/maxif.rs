//! `maxif`

use crate::kernel::totals::order_types;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "maxif",
    Types::Custom(|args| order_types("maxif", args, true)),
    AggregateName::Prefix("maxif_"),
    AggregateEval::Planner,
    Doc::new("maxif(value, condition)", "The greatest value over the rows in which a condition is true.", &[])
        .notes("As `max`."),
);
