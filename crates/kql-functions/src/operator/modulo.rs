//! `%`: what a division leaves, never negative.

use crate::kernel::arithmetic::{decimals, integers, meet, mismatch, reals, same};
use crate::kernel::compare::types;
use crate::{BatchFunction, Bound, Call, Doc, Eval, KqlType, Scalar, Types};

pub(crate) static FUNCTIONS: &[Scalar] = &[Scalar::new(
    "%",
    Types::Custom(bind),
    Eval::Batch(prepare),
    Doc::new(
        "a % b",
        "What is left of the first number when the second is taken off as often as it goes.",
        &[("7 % 3", "1"), ("-7 % 3", "2"), ("7 % -3", "1"), ("-5.5 % 3.0", "0.5"), ("5 % 0", "null")],
    )
    .notes("The result is never negative. An integer modulo zero is null, a real NaN."),
)];

fn bind(args: &[KqlType]) -> Result<Bound, String> {
    use KqlType::{DateTime, Dynamic, TimeSpan};
    Ok(match args {
        [TimeSpan, TimeSpan | Dynamic] | [Dynamic, TimeSpan] => same(TimeSpan),
        [DateTime, TimeSpan] => Bound { params: args.to_vec(), returns: TimeSpan },
        [a, b] => same(meet(*a, *b).ok_or_else(|| mismatch("%", args))?),
        _ => return Err(mismatch("%", args)),
    })
}

fn prepare(call: &Call<'_>) -> Result<BatchFunction, String> {
    Ok(match types(call) {
        (KqlType::Real, _) => reals(f64::rem_euclid),
        (KqlType::Decimal, _) => decimals(call, |a, b| a.checked_rem_euclid(b)),
        _ => integers(|a, b| if b == 0 { None } else { Some(a.wrapping_rem_euclid(b)) }),
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_operator as check, datetime, timespan};
    use crate::{Value, decimal};

    #[test]
    fn residues() {
        for (a, b, expect) in [(-7, 3, "2"), (7, -3, "1"), (-7, -3, "2"), (10, -1, "0"), (1, 0, "null")] {
            check("%", &[Value::Long(a), Value::Long(b)], expect);
        }
        check("%", &[Value::Long(i64::MIN), Value::Long(-1)], "0");
        check("%", &[Value::Real(5.5), Value::Real(-3.0)], "2.5");
        check("%", &[Value::Decimal(10 * decimal::ONE), Value::Long(3)], "1");
        check("%", &[datetime("2024-01-15 14:45:30"), timespan("12h")], "02:45:30");
        check("%", &[timespan("23:00:00"), timespan("02:00:00")], "01:00:00");
    }
}
