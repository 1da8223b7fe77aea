//! `make_datetime`

use crate::convert;
use crate::prelude::*;
use crate::time::{Civil, SECOND, from_civil};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "make_datetime",
    Types::Overloads(&[
        takes(&[ANY], KqlType::DateTime),
        takes(&[LONG, LONG, LONG, LONG, LONG, REAL], KqlType::DateTime).optional(3),
    ]),
    Eval::Row(run),
    Doc::new(
        "make_datetime(year, month, day [, hour [, minute [, second]]])",
        "A time from its parts.",
        &[
            ("make_datetime(2017, 10, 1)", "2017-10-01T00:00:00.0000000Z"),
            ("make_datetime(2017, 10, 1, 12, 10, 1.5)", "2017-10-01T12:10:01.5000000Z"),
            ("make_datetime(2020, 13, 1)", "null"),
        ],
    )
    .notes("A part out of its range gives null. One argument alone is cast as by `todatetime`."),
)
.named_by_argument();

fn run(args: &[Value<'_>]) -> OwnedValue {
    if let [value] = args {
        return datetime_or_null(convert::to_datetime(value));
    }
    let part = |i: usize| if i < args.len() { long(args, i) } else { Some(0) };
    let make = || {
        let second = if args.len() > 5 { real(args, 5)? } else { 0.0 };
        let ticks = (second * SECOND as f64).round();
        if !(0.0..60.0 * SECOND as f64).contains(&ticks) {
            return None;
        }
        let ticks = ticks as i64;
        from_civil(Civil {
            year: part(0)?,
            month: part(1)?,
            day: part(2)?,
            hour: part(3)?,
            minute: part(4)?,
            second: ticks / SECOND,
            fraction: ticks % SECOND,
        })
    };
    datetime_or_null(make())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn times() {
        let long = Value::Long;
        check("make_datetime", &[long(2021), long(2), long(29)], "null");
        check("make_datetime", &[long(2020), long(2), long(29), long(23), long(59), Value::Real(60.0)], "null");
        check("make_datetime", &[s("2020-01-01")], "2020-01-01T00:00:00.0000000Z");
    }
}
