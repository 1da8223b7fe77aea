//! `*`: products of numbers, and spans taken several times.

use crate::kernel::arithmetic::{decimals, integers, meet, mismatch, reals, rows, same, ticks};
use crate::kernel::compare::types;
use crate::{BatchFunction, Bound, Call, Doc, Eval, KqlType, Scalar, Types, Value, decimal};

pub(crate) static FUNCTIONS: &[Scalar] = &[Scalar::new(
    "*",
    Types::Custom(bind),
    Eval::Batch(prepare),
    Doc::new(
        "a * b",
        "The product of two numbers, or a span taken several times.",
        &[("6 * 7", "42"), ("1d * 2.5", "2.12:00:00"), ("1.5 * 2", "3.0")],
    )
    .notes("Types as with `+`. A `long` that overflows wraps, a span that overflows is null."),
)];

fn bind(args: &[KqlType]) -> Result<Bound, String> {
    use KqlType::{Dynamic, Int, Long, Real, TimeSpan};
    let span = |params: [KqlType; 2]| Bound { params: params.to_vec(), returns: TimeSpan };
    Ok(match args {
        [TimeSpan, Int | Long] => span([TimeSpan, Long]),
        [TimeSpan, Real | Dynamic] => span([TimeSpan, Real]),
        [Int | Long, TimeSpan] => span([Long, TimeSpan]),
        [Real | Dynamic, TimeSpan] => span([Real, TimeSpan]),
        [a, b] => same(meet(*a, *b).ok_or_else(|| mismatch("*", args))?),
        _ => return Err(mismatch("*", args)),
    })
}

fn prepare(call: &Call<'_>) -> Result<BatchFunction, String> {
    Ok(match types(call) {
        (KqlType::Real, KqlType::Real) => reals(|a, b| a * b),
        (KqlType::Decimal, _) => decimals(call, decimal::mul),
        (KqlType::Long, KqlType::Long) => integers(|a, b| Some(a.wrapping_mul(b))),
        (KqlType::TimeSpan, KqlType::Long) | (KqlType::Long, KqlType::TimeSpan) => integers(i64::checked_mul),
        _ => rows(call, |a, b| match (a, b) {
            (Value::TimeSpan(span), Value::Real(times)) | (Value::Real(times), Value::TimeSpan(span)) => {
                ticks(*span as f64 * times).map(Value::TimeSpan)
            }
            _ => None,
        }),
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_operator as check, timespan};
    use crate::{Value, decimal};

    #[test]
    fn products() {
        check("*", &[Value::Long(i64::MAX), Value::Long(2)], "-2");
        check("*", &[Value::Int(3), timespan("1d")], "3.00:00:00");
        check("*", &[timespan("1d"), Value::Real(f64::NAN)], "null");
        check("*", &[timespan("1d"), Value::Long(i64::MAX)], "null");
        check("*", &[Value::Decimal(decimal::ONE / 2), Value::Real(3.0)], "1.5");
    }
}
