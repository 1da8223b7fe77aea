//! `take_any`

use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "take_any",
    Types::Overloads(&[Overload::new(&[ANY], Returns::SameAs(0)).variadic()]),
    AggregateName::Argument,
    AggregateEval::Planner,
    Doc::new(
        "take_any(column, … | *)",
        "The columns of one row, here the first; a row with values is preferred to nulls.",
        &[],
    ),
);
