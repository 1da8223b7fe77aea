//! `min`

use crate::kernel::totals::order_types;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "min",
    Types::Custom(|args| order_types("min", args, false)),
    AggregateName::Prefix("min_"),
    AggregateEval::Planner,
    Doc::new("min(value)", "The least value.", &[]).notes("Nulls are left out; without rows the result is null."),
);
