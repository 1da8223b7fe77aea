//! `minif`

use crate::kernel::totals::order_types;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "minif",
    Types::Custom(|args| order_types("minif", args, true)),
    AggregateName::Prefix("minif_"),
    AggregateEval::Planner,
    Doc::new("minif(value, condition)", "The least value over the rows in which a condition is true.", &[])
        .notes("As `min`."),
);
