//! `avg`

use crate::kernel::totals::avg_types;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "avg",
    Types::Custom(|args| avg_types("avg", args, false)),
    AggregateName::Prefix("avg_"),
    AggregateEval::Planner,
    Doc::new("avg(number)", "The mean of a number, span or time.", &[])
        .notes("Nulls are left out; without rows the mean is NaN."),
);
