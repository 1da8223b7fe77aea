//! `make_timespan`

use crate::convert;
use crate::prelude::*;
use crate::time::{DAY, HOUR, MINUTE, SECOND};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "make_timespan",
    Types::Overloads(&[
        takes(&[ANY], KqlType::TimeSpan),
        takes(&[LONG, LONG, REAL], KqlType::TimeSpan).optional(1),
        takes(&[LONG, LONG, LONG, REAL], KqlType::TimeSpan),
    ]),
    Eval::Row(run),
    Doc::new(
        "make_timespan([days,] hours, minutes [, seconds])",
        "A span from its parts.",
        &[
            ("make_timespan(1, 12, 30, 55.123)", "1.12:30:55.1230000"),
            ("make_timespan(2, 30)", "02:30:00"),
            ("make_timespan(25, 0)", "null"),
        ],
    )
    .notes("A part out of its range gives null. One argument alone is cast as by `totimespan`."),
)
.named_by_argument();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (days, rest) = match args {
        [value] => return convert::to_timespan(value).map_or(Value::Null, Value::TimeSpan),
        [days, rest @ ..] if rest.len() == 3 => (convert::to_long(days), rest),
        rest => (Some(0), rest),
    };
    let make = || {
        let part = |i: usize, below: i64| long(rest, i).filter(|v| (0..below).contains(v));
        let seconds = if rest.len() > 2 { real(rest, 2)? } else { 0.0 };
        let ticks = (seconds * SECOND as f64).round();
        if !(0.0..60.0 * SECOND as f64).contains(&ticks) {
            return None;
        }
        let days = days?.checked_mul(DAY).filter(|d| *d >= 0)?;
        days.checked_add(part(0, 24)? * HOUR + part(1, 60)? * MINUTE + ticks as i64)
    };
    make().map_or(Value::Null, Value::TimeSpan)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn spans() {
        let long = Value::Long;
        check("make_timespan", &[long(1), long(2), long(3)], "01:02:03");
        check("make_timespan", &[long(0), long(0), long(0), Value::Real(0.0000001)], "00:00:00.0000001");
        check("make_timespan", &[long(-1), long(-2)], "null");
        check("make_timespan", &[long(25), long(70)], "null");
        check("make_timespan", &[long(i64::MAX), long(0), long(0), long(0)], "null");
    }
}
