//! `current_cluster_endpoint`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "current_cluster_endpoint",
    Types::Overloads(&[takes(&[], KqlType::String)]),
    Eval::Row(|_| Value::str("localhost")),
    Doc::new(
        "current_cluster_endpoint()",
        "The name of the cluster that runs the query.",
        &[("current_cluster_endpoint()", "localhost")],
    )
    .notes("There is no cluster: it is always `localhost`."),
);
