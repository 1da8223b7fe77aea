//! `datetime_utc_to_local`

use crate::prelude::*;
use crate::time::utc_to_local;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "datetime_utc_to_local",
    Types::Overloads(&[takes(&[DATETIME, STRING], KqlType::DateTime)]),
    Eval::Row(|args| datetime_or_null(datetime(args, 0).and_then(|t| utc_to_local(t, &text(args, 1))))),
    Doc::new(
        "datetime_utc_to_local(time, zone)",
        "What clocks in a zone show at a time of UTC.",
        &[("datetime_utc_to_local(datetime(2015-12-31 23:59:59.9), \"US/Eastern\")", "2015-12-31T18:59:59.9000000Z")],
    )
    .notes("Zones have their IANA names; one that is not known gives null."),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, datetime, s};

    #[test]
    fn zones() {
        check(
            "datetime_utc_to_local",
            &[datetime("2025-07-01 12:00"), s("Australia/Canberra")],
            "2025-07-01T22:00:00.0000000Z",
        );
        check("datetime_utc_to_local", &[datetime("2020-06-15"), s("Nowhere")], "null");
    }
}
