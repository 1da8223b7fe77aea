//! `sum`

use crate::kernel::totals::sum_types;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "sum",
    Types::Custom(|args| sum_types("sum", args, false)),
    AggregateName::Prefix("sum_"),
    AggregateEval::Planner,
    Doc::new("sum(number)", "The sum of a number or span.", &[])
        .notes("Nulls are left out; without rows the sum is 0. Whole numbers sum to a `long`."),
);
