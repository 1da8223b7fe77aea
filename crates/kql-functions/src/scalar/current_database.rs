//! `current_database`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "current_database",
    Types::Overloads(&[takes(&[], KqlType::String)]),
    Eval::Row(|_| Value::str("NetDefaultDB")),
    Doc::new(
        "current_database()",
        "The name of the database that the query runs in.",
        &[("current_database()", "NetDefaultDB")],
    )
    .notes("There is one database, called as a new cluster calls its first."),
);
