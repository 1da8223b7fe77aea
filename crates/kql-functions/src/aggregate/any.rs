//! `any`

use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "any",
    Types::Overloads(&[Overload::new(&[ANY], Returns::SameAs(0)).variadic()]),
    AggregateName::Prefix("any_"),
    AggregateEval::Planner,
    Doc::new("any(column, … | *)", "The older form of `take_any`, which names its columns `any_…`.", &[]),
);
