//! `/`: quotients.

use crate::kernel::arithmetic::{decimals, integers, meet, mismatch, reals, rows, same, ticks};
use crate::kernel::compare::types;
use crate::{BatchFunction, Bound, Call, Doc, Eval, KqlType, Scalar, Types, Value, decimal};

pub(crate) static FUNCTIONS: &[Scalar] = &[Scalar::new(
    "/",
    Types::Custom(bind),
    Eval::Batch(prepare),
    Doc::new(
        "a / b",
        "The quotient of two numbers, of two spans, or of a span and a number.",
        &[
            ("7 / 2", "3"),
            ("-7 / 2", "-3"),
            ("7 / 2.0", "3.5"),
            ("1 / 0", "null"),
            ("1.0 / 0.0", "Infinity"),
            ("1d / 1h", "24.0"),
            ("90m / 2", "00:45:00"),
        ],
    )
    .notes("Integers are cut towards zero. An integer or a decimal divided by zero is null, a real is infinite or NaN. Two spans give a real."),
)];

fn bind(args: &[KqlType]) -> Result<Bound, String> {
    use KqlType::{Dynamic, Int, Long, Real, TimeSpan};
    let span = |by: KqlType| Bound { params: vec![TimeSpan, by], returns: TimeSpan };
    Ok(match args {
        [TimeSpan, TimeSpan] | [Dynamic, TimeSpan] => Bound { params: vec![TimeSpan, TimeSpan], returns: Real },
        [TimeSpan, Int | Long] => span(Long),
        [TimeSpan, Real | Dynamic] => span(Real),
        [a, b] => same(meet(*a, *b).ok_or_else(|| mismatch("/", args))?),
        _ => return Err(mismatch("/", args)),
    })
}

fn prepare(call: &Call<'_>) -> Result<BatchFunction, String> {
    let divide = |a: i64, b: i64| if b == 0 { None } else { Some(a.wrapping_div(b)) };
    Ok(match types(call) {
        (KqlType::Real, _) => reals(|a, b| a / b),
        (KqlType::Decimal, _) => decimals(call, decimal::div),
        (KqlType::Long, _) | (KqlType::TimeSpan, KqlType::Long) => integers(divide),
        _ => rows(call, |a, b| match (a, b) {
            (Value::TimeSpan(a), Value::TimeSpan(b)) => Some(Value::Real(*a as f64 / *b as f64)),
            (Value::TimeSpan(a), Value::Real(b)) => ticks(*a as f64 / b).map(Value::TimeSpan),
            _ => None,
        }),
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_operator as check, timespan};
    use crate::{Value, decimal};

    #[test]
    fn quotients() {
        check("/", &[Value::Int(-7), Value::Int(2)], "-3");
        check("/", &[Value::Long(i64::MIN), Value::Long(-1)], "-9223372036854775808");
        check("/", &[Value::Long(1), Value::Int(0)], "null");
        check("/", &[Value::Real(0.0), Value::Real(0.0)], "NaN");
        check("/", &[Value::Decimal(10 * decimal::ONE), Value::Long(3)], "3.33333333333333333");
        check("/", &[timespan("1d"), timespan("00:00:00.0000001")], "864000000000.0");
        check("/", &[timespan("1d"), Value::Real(0.0)], "null");
    }
}
