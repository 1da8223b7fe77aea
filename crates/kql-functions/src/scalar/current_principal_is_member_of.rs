//! `current_principal_is_member_of`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "current_principal_is_member_of",
    Types::Overloads(&[takes(&[ANY], KqlType::Bool).variadic()]),
    Eval::Row(|_| Value::Bool(false)),
    Doc::new(
        "current_principal_is_member_of(group, …)",
        "Whether who runs the query is one of these or belongs to them.",
        &[("current_principal_is_member_of('aadgroup=analysts@example.com')", "False")],
    )
    .notes("Nobody signs in here: it is always false."),
)
.sees_nulls();
