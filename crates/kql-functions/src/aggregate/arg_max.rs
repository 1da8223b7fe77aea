//! `arg_max`

use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "arg_max",
    Types::Overloads(&[Overload::new(&[ANY, ANY], Returns::SameAs(0)).optional(1).variadic()]),
    AggregateName::Argument,
    AggregateEval::Planner,
    Doc::new("arg_max(value, column, … | *)", "The columns of the row with the greatest value.", &[])
        .notes("Rows with a null value count only if all are null. Of equal values the first row counts."),
)
.aliases(&["argmax"]);
