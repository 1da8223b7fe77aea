//! `countif`

use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "countif",
    Types::Overloads(&[takes(&[BOOL], KqlType::Long)]),
    AggregateName::Fixed("countif_"),
    AggregateEval::Planner,
    Doc::new("countif(condition)", "The number of rows in which a condition is true.", &[]),
);
