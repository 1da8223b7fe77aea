//! `bin`, `floor`

use crate::kernel::bins::{bin, bin_types};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "bin",
    Types::Custom(bind),
    Eval::Row(run),
    Doc::new(
        "bin(value, size)",
        "The value rounded down to a multiple of the size.",
        &[
            ("bin(4.5, 1)", "4.0"),
            ("bin(-5, 2)", "-6"),
            ("bin(datetime(2020-06-15 13:45), 1h)", "2020-06-15T13:00:00.0000000Z"),
            ("bin(5, 0)", "null"),
        ],
    )
    .notes("Multiples of a span count from 0001-01-01. A size that is not above 0 gives null."),
)
.aliases(&["floor"])
.named_by_argument();

fn bind(args: &[KqlType]) -> Result<Bound, String> {
    match args {
        [value, size] => bin_types("bin", *value, *size),
        _ => Err(format!("`bin` takes 2 arguments, not {}", args.len())),
    }
}

fn run(args: &[Value<'_>]) -> OwnedValue {
    match args {
        [value, size] => bin(value, size, None),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, check_type, datetime, timespan};

    #[test]
    fn bins() {
        check("bin", &[Value::Long(-7), Value::Long(4)], "-8");
        check("bin", &[Value::Int(7), Value::Int(5)], "5");
        check("bin", &[Value::Real(-3.25), Value::Long(1)], "-4.0");
        check("floor", &[Value::Real(2.5), Value::Long(1)], "2.0");
        check("bin", &[datetime("2007-03-09"), timespan("30d")], "2007-02-14T00:00:00.0000000Z");
        check("bin", &[timespan("25ticks"), timespan("10ticks")], "00:00:00.0000020");
        check("bin", &[Value::Long(i64::MIN), Value::Long(3)], "null");
        check("bin", &[Value::Long(1), Value::Long(-3)], "null");
    }

    #[test]
    fn types() {
        use KqlType::{DateTime, Int, Long, Real, String, TimeSpan};
        check_type(&FUNCTION, &[Int, Int], Ok(Long));
        check_type(&FUNCTION, &[Long, Real], Ok(Real));
        check_type(&FUNCTION, &[DateTime, TimeSpan], Ok(DateTime));
        check_type(&FUNCTION, &[String, Long], Err("`bin` does not take string and long"));
    }
}
