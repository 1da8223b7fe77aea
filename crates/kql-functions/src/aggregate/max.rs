//! `max`

use crate::kernel::totals::order_types;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "max",
    Types::Custom(|args| order_types("max", args, false)),
    AggregateName::Prefix("max_"),
    AggregateEval::Planner,
    Doc::new("max(value)", "The greatest value.", &[]).notes("Nulls are left out; without rows the result is null."),
);
