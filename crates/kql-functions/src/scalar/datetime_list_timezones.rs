//! `datetime_list_timezones`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "datetime_list_timezones",
    Types::Overloads(&[takes(&[], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "datetime_list_timezones()",
        "The names of the time zones that `datetime_utc_to_local` and `datetime_local_to_utc` take.",
        &[("set_has_element(datetime_list_timezones(), 'Europe/Berlin')", "True")],
    )
    .notes("They are those of the IANA time zone database that this program holds."),
);

fn run(_: &[Value<'_>]) -> OwnedValue {
    dynamic_array(crate::time::zones().into_iter().map(Into::into).collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn names() {
        let Some(names) = crate::json::array_of(&super::run(&[])) else { panic!() };
        assert!(names.len() > 400);
        assert!(names.iter().any(|n| n == "UTC") && names.iter().any(|n| n == "America/New_York"));
    }
}
