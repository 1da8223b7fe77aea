//! `count`

use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "count",
    Types::Overloads(&[takes(&[ANY], KqlType::Long).optional(1)]),
    AggregateName::Fixed("count_"),
    AggregateEval::Planner,
    Doc::new("count([value])", "The number of rows.", &[]).notes("Rows in which the value is null count too."),
);
