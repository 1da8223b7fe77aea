//! `datetime_local_to_utc`

use crate::prelude::*;
use crate::time::local_to_utc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "datetime_local_to_utc",
    Types::Overloads(&[takes(&[DATETIME, STRING], KqlType::DateTime)]),
    Eval::Row(|args| datetime_or_null(datetime(args, 0).and_then(|t| local_to_utc(t, &text(args, 1))))),
    Doc::new("datetime_local_to_utc(time, zone)", "The time of UTC at which clocks in a zone show a time.", &[("datetime_local_to_utc(datetime(2020-06-15 12:00), \"Europe/Berlin\")", "2020-06-15T10:00:00.0000000Z")])
        .notes("Zones have their IANA names; one that is not known gives null. Where clocks show a time twice, the first counts."),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, datetime, s};

    #[test]
    fn zones() {
        check(
            "datetime_local_to_utc",
            &[datetime("2020-10-25 02:30"), s("Europe/Berlin")],
            "2020-10-25T00:30:00.0000000Z",
        );
        check("datetime_local_to_utc", &[datetime("2020-06-15"), s("Nowhere")], "null");
    }
}
