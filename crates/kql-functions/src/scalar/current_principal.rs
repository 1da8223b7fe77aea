//! `current_principal`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "current_principal",
    Types::Overloads(&[takes(&[], KqlType::String)]),
    Eval::Row(|_| Value::str("<null identity>")),
    Doc::new("current_principal()", "Who runs the query.", &[("current_principal()", "<null identity>")])
        .notes("Nobody signs in here: it is always what an engine without identities gives."),
);
