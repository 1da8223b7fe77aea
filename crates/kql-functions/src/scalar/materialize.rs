//! `materialize`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "materialize",
    Types::Overloads(&[Overload::new(&[ANY], Returns::SameAs(0))]),
    Eval::Planner,
    Doc::new("materialize(query)", "The result of a query, computed once however often it is used.", &[]),
)
.sees_nulls();
