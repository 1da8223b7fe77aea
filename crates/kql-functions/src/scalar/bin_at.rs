//! `bin_at`

use crate::kernel::bins::{bin, bin_types};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "bin_at",
    Types::Custom(bind),
    Eval::Row(run),
    Doc::new(
        "bin_at(value, size, origin)",
        "The value rounded down to the origin plus a multiple of the size.",
        &[
            ("bin_at(6.5, 2.5, 7)", "4.5"),
            ("bin_at(1h, 1d, 12h)", "-12:00:00"),
            ("bin_at(datetime(2023-06-14 12:00), 7d, datetime(2023-01-01))", "2023-06-11T00:00:00.0000000Z"),
        ],
    ),
)
.named_by_argument();

fn bind(args: &[KqlType]) -> Result<Bound, String> {
    let [value, size, origin] = *args else {
        return Err(format!("`bin_at` takes 3 arguments, not {}", args.len()));
    };
    let mut bound = bin_types("bin_at", value, size)?;
    let with_origin = bin_types("bin_at", value, origin).map(|b| b.returns);
    let returns = match (bound.returns, origin) {
        (KqlType::DateTime, KqlType::DateTime) | (KqlType::TimeSpan, KqlType::TimeSpan) => bound.returns,
        (number, _) if number.is_numeric() => {
            let other = with_origin?;
            number.wider(other).ok_or_else(|| format!("`bin_at` does not take {origin} as its origin"))?
        }
        _ => return Err(format!("`bin_at` does not take {origin} as its origin")),
    };
    if returns.is_numeric() {
        bound.params = vec![returns, returns];
    }
    bound.params.push(returns);
    Ok(Bound { params: bound.params, returns })
}

fn run(args: &[Value<'_>]) -> OwnedValue {
    match args {
        [value, size, origin] => bin(value, size, Some(origin)),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, datetime, timespan};

    #[test]
    fn origins() {
        check("bin_at", &[Value::Long(13), Value::Long(10), Value::Long(11)], "11");
        check("bin_at", &[Value::Real(6.5), Value::Real(2.5), Value::Long(7)], "4.5");
        check(
            "bin_at",
            &[datetime("2023-03-12 07:30"), timespan("1d"), datetime("1970-01-01 12:00")],
            "2023-03-11T12:00:00.0000000Z",
        );
        check("bin_at", &[timespan("1h"), timespan("1d"), timespan("12h")], "-12:00:00");
    }
}
