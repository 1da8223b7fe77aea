//! `ingestion_time`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "ingestion_time",
    Types::Overloads(&[takes(&[], KqlType::DateTime)]),
    Eval::Planner,
    Doc::new("ingestion_time()", "The moment at which a row was taken in.", &[])
        .notes("Evidence that is read where it lies was never taken in: the result is null."),
)
.sees_nulls();
