//! `current_principal_details`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "current_principal_details",
    Types::Overloads(&[takes(&[], KqlType::Dynamic)]),
    Eval::Row(|_| Value::Dynamic("{}".into())),
    Doc::new(
        "current_principal_details()",
        "What is known of who runs the query.",
        &[("current_principal_details()", "{}")],
    )
    .notes("Nobody signs in here: the bag is empty."),
);
