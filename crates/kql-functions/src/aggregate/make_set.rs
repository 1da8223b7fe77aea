//! `make_set`

use crate::kernel::gather::{LIST_TYPES, List};
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "make_set",
    Types::Overloads(LIST_TYPES),
    AggregateName::Prefix("set_"),
    AggregateEval::Accumulator(|_, constants| List::set(constants, 1)),
    Doc::new(
        "make_set(value [, most])",
        "The different values as an array, in the order in which they first came.",
        &[],
    )
    .notes("Nulls are left out. An array adds its items. At most 1,048,576 values, or as many as asked for."),
)
.aliases(&["makeset"]);
