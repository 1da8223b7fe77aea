//! `toscalar`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "toscalar",
    Types::Overloads(&[Overload::new(&[ANY], Returns::SameAs(0))]),
    Eval::Planner,
    Doc::new(
        "toscalar(query)",
        "The first value of the first row of a query.",
        &[("toscalar(range x from 3 to 5 step 1)", "3")],
    )
    .notes("Null where the query has no rows. It is found once, before the query that it stands in."),
)
.sees_nulls();
