//! `+`: sums of numbers, and times with spans.

use crate::kernel::arithmetic::{decimals, integers, meet, mismatch, reals, same};
use crate::kernel::compare::types;
use crate::time::checked;
use crate::{BatchFunction, Bound, Call, Doc, Eval, KqlType, Scalar, Types, decimal};

pub(crate) static FUNCTIONS: &[Scalar] = &[Scalar::new(
    "+",
    Types::Custom(bind),
    Eval::Batch(prepare),
    Doc::new(
        "a + b",
        "The sum of two numbers, or a time moved by a span.",
        &[
            ("1 + 2", "3"),
            ("1 + 2.5", "3.5"),
            ("9223372036854775807 + 1", "-9223372036854775808"),
            ("datetime(2020-01-01) + 1d", "2020-01-02T00:00:00.0000000Z"),
            ("1 + int(null)", "null"),
        ],
    )
    .notes("`int` widens to `long`; a `long` that overflows wraps, as in Microsoft's engine. A time outside its range is null. A `dynamic` operand counts as a real."),
)];

fn bind(args: &[KqlType]) -> Result<Bound, String> {
    use KqlType::{DateTime, Dynamic, TimeSpan};
    Ok(match args {
        [TimeSpan, TimeSpan | Dynamic] | [Dynamic, TimeSpan] => same(TimeSpan),
        [DateTime, TimeSpan | Dynamic] => Bound { params: vec![DateTime, TimeSpan], returns: DateTime },
        [TimeSpan | Dynamic, DateTime] => Bound { params: vec![TimeSpan, DateTime], returns: DateTime },
        [a, b] => same(meet(*a, *b).ok_or_else(|| mismatch("+", args))?),
        _ => return Err(mismatch("+", args)),
    })
}

fn prepare(call: &Call<'_>) -> Result<BatchFunction, String> {
    Ok(match types(call) {
        (KqlType::Real, _) => reals(|a, b| a + b),
        (KqlType::Decimal, _) => decimals(call, |a, b| decimal::checked(a + b)),
        (KqlType::Long, _) => integers(|a, b| Some(a.wrapping_add(b))),
        (KqlType::TimeSpan, KqlType::TimeSpan) => integers(i64::checked_add),
        _ => integers(|a, b| checked(a.checked_add(b)?)),
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_operator as check, check_type, datetime, dynamic, timespan};
    use crate::{KqlType, Value, operator};

    #[test]
    fn sums() {
        check("+", &[Value::Int(i32::MAX), Value::Int(1)], "2147483648");
        check("+", &[Value::Long(i64::MAX), Value::Long(1)], "-9223372036854775808");
        check("+", &[datetime("9999-12-31"), timespan("1d")], "null");
        check("+", &[timespan("1d"), datetime("2020-01-01")], "2020-01-02T00:00:00.0000000Z");
        check("+", &[dynamic("2"), Value::Long(1)], "3.0");
    }

    #[test]
    fn types() {
        let plus = operator("+").unwrap();
        check_type(plus, &[KqlType::Int, KqlType::Int], Ok(KqlType::Long));
        check_type(plus, &[KqlType::Decimal, KqlType::Int], Ok(KqlType::Decimal));
        check_type(
            plus,
            &[KqlType::String, KqlType::String],
            Err("`+` does not take string and string; `strcat` joins strings"),
        );
        check_type(plus, &[KqlType::DateTime, KqlType::DateTime], Err("`+` does not take datetime and datetime"));
    }
}
