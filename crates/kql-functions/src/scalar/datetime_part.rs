//! `datetime_part`

use crate::prelude::*;
use crate::time::{Part, part_of};
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "datetime_part",
    Types::Overloads(&[takes(&[STRING, DATETIME], KqlType::Int)]),
    Eval::Prepared(prepare),
    Doc::new(
        "datetime_part(part, time)",
        "A part of a time as a number.",
        &[
            ("datetime_part('year', datetime(2017-10-30 01:02:03))", "2017"),
            ("datetime_part('dayOfYear', datetime(2017-10-30))", "303"),
            ("datetime_part('week_of_year', datetime(2017-10-30))", "44"),
        ],
    )
    .notes("Parts as with `datetime_diff`, and `dayofyear` and `week_of_year`. The part must be constant."),
)
.aliases(&["datepart"]);

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    let name = call.constant_str(0, "the part")?;
    let part = Part::parse(name).ok_or_else(|| format!("`{name}` is not a part of a time"))?;
    Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue { datetime(args, 1).map(|t| part_of(part, t)).into() }))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, datetime, s};

    #[test]
    fn parts() {
        check("datetime_part", &[s("Quarter"), datetime("2017-10-30")], "4");
        check("datepart", &[s("millisecond"), datetime("2017-10-30 01:02:03.7654321")], "765");
    }
}
