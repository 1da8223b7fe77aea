//! `-`: differences, and the negative of one number.

use crate::kernel::arithmetic::{decimals, integers, meet, mismatch, reals, same};
use crate::kernel::compare::types;
use crate::time::checked;
use crate::{BatchFunction, Bound, Call, Doc, Eval, KqlType, OwnedValue, Reader, Scalar, Types, Value, build, decimal};
use std::sync::Arc;

pub(crate) static FUNCTIONS: &[Scalar] = &[Scalar::new(
    "-",
    Types::Custom(bind),
    Eval::Batch(prepare),
    Doc::new(
        "a - b, -a",
        "The difference of two numbers or times; the negative of a number or span.",
        &[
            ("5 - 7", "-2"),
            ("datetime(2020-01-02) - datetime(2020-01-01)", "1.00:00:00"),
            ("datetime(2020-01-02) - 1d", "2020-01-01T00:00:00.0000000Z"),
            ("-(2.5)", "-2.5"),
        ],
    )
    .notes("Types as with `+`. Two times give a span."),
)];

fn bind(args: &[KqlType]) -> Result<Bound, String> {
    use KqlType::{DateTime, Dynamic, Real, TimeSpan};
    Ok(match args {
        [TimeSpan, TimeSpan | Dynamic] | [Dynamic, TimeSpan] => same(TimeSpan),
        [DateTime, TimeSpan] => Bound { params: vec![DateTime, TimeSpan], returns: DateTime },
        [DateTime, DateTime | Dynamic] | [Dynamic, DateTime] => {
            Bound { params: vec![DateTime, DateTime], returns: TimeSpan }
        }
        [Dynamic] => Bound { params: vec![Real], returns: Real },
        [ty] if ty.is_numeric() || *ty == TimeSpan => Bound { params: vec![*ty], returns: *ty },
        [ty] => return Err(format!("{ty} has no negative")),
        [a, b] => same(meet(*a, *b).ok_or_else(|| mismatch("-", args))?),
        _ => return Err(mismatch("-", args)),
    })
}

fn prepare(call: &Call<'_>) -> Result<BatchFunction, String> {
    if let [ty] = *call.types {
        return Ok(Arc::new(move |args, rows| {
            let arg = args.first().ok_or_else(|| "an operand is missing".to_owned())?;
            let reader = Reader::of_argument(arg, ty)?;
            Ok(build((0..rows).map(|row| negative(&reader.get(row))), ty))
        }));
    }
    Ok(match types(call) {
        (KqlType::Real, _) => reals(|a, b| a - b),
        (KqlType::Decimal, _) => decimals(call, |a, b| decimal::checked(a - b)),
        (KqlType::Long, _) => integers(|a, b| Some(a.wrapping_sub(b))),
        (KqlType::DateTime, KqlType::TimeSpan) => integers(|a, b| checked(a.checked_sub(b)?)),
        _ => integers(i64::checked_sub),
    })
}

fn negative(value: &Value<'_>) -> OwnedValue {
    match value {
        Value::Int(v) => Value::Int(v.wrapping_neg()),
        Value::Long(v) => Value::Long(v.wrapping_neg()),
        Value::Real(v) => Value::Real(-v),
        Value::Decimal(v) => Value::Decimal(-v),
        Value::TimeSpan(v) => v.checked_neg().map_or(Value::Null, Value::TimeSpan),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::testing::{check_operator as check, datetime, timespan};

    #[test]
    fn differences() {
        check("-", &[Value::Long(i64::MIN), Value::Int(1)], "9223372036854775807");
        check("-", &[datetime("9999-12-31"), datetime("0001-01-01")], "3652058.00:00:00");
        check("-", &[datetime("0001-01-01"), timespan("00:00:00.0000001")], "null");
        check("-", &[Value::Long(5)], "-5");
        check("-", &[timespan("1d")], "-1.00:00:00");
        check("-", &[Value::Decimal(crate::decimal::ONE), Value::Long(2)], "-1");
    }
}
