//! `bin`, `floor`

use crate::call::by_row;
use crate::kernel::bins::{bin, bin_types};
use crate::prelude::*;
use crate::{BatchFunction, ColumnArg, Nulls, time};
use arrow::array::AsArray;
use arrow::datatypes::Int64Type;
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "bin",
    Types::Custom(bind),
    Eval::Batch(prepare),
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

/// Whole numbers and times by a constant size go column by column.
fn prepare(call: &Call<'_>) -> Result<BatchFunction, String> {
    let rest = by_row(call, Nulls::Propagate, run);
    let size = call.constant(1).and_then(Value::as_i64).filter(|size| *size > 0);
    let whole = matches!(call.returns, KqlType::Long | KqlType::DateTime | KqlType::TimeSpan);
    let (Some(size), true) = (size, whole) else { return Ok(rest) };
    let is_time = call.returns == KqlType::DateTime;
    Ok(Arc::new(move |args, rows| {
        let column = match args.first() {
            Some(ColumnArg::Array(array)) => array.as_primitive_opt::<Int64Type>(),
            _ => None,
        };
        let Some(column) = column else { return rest(args, rows) };
        let down = |v: i64| v.checked_sub(v.rem_euclid(size));
        Ok(if is_time {
            Arc::new(column.unary_opt::<_, Int64Type>(|v| down(v).and_then(time::checked)))
        } else {
            Arc::new(column.unary_opt::<_, Int64Type>(down))
        })
    }))
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
