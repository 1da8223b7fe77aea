//! `bag_pack_columns`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "bag_pack_columns",
    Types::Overloads(&[takes(&[ANY], KqlType::Dynamic).variadic()]),
    Eval::Planner,
    Doc::new("bag_pack_columns(column, …)", "The columns as a property bag, under their own names.", &[]),
)
.sees_nulls();
