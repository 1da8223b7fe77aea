//! `column_ifexists`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "column_ifexists",
    Types::Overloads(&[Overload::new(&[STRING, ANY], Returns::SameAs(1))]),
    Eval::Planner,
    Doc::new("column_ifexists(name, default)", "The column with the name if there is one, else the default.", &[])
        .notes("The name must be constant."),
)
.aliases(&["columnifexists"])
.sees_nulls();
