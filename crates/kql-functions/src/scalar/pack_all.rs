//! `pack_all`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "pack_all",
    Types::Overloads(&[takes(&[BOOL], KqlType::Dynamic).optional(1)]),
    Eval::Planner,
    Doc::new("pack_all([ignore_null_empty])", "All columns of the row as a property bag.", &[])
        .notes("With `true`, columns that are null or empty are left out."),
)
.sees_nulls();
