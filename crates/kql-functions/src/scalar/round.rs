//! `round`

use crate::decimal::{ONE, SCALE, checked};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "round",
    Types::Overloads(&[Overload::new(&[NUMBER, LONG], Returns::SameAs(0)).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "round(number [, digits])",
        "A number rounded to digits after the point.",
        &[("round(2.5)", "3.0"), ("round(-2.5)", "-3.0"), ("round(2.345, 2)", "2.35"), ("round(1234.5, -2)", "1200.0")],
    )
    .notes("Half rounds away from zero. Negative digits round before the point."),
)
.named_by_argument();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let digits = long(args, 1).unwrap_or(0).clamp(-40, 40) as i32;
    match args.first() {
        Some(Value::Real(v)) => Value::Real(round(*v, digits)),
        Some(Value::Decimal(v)) => round_decimal(*v, digits).map_or(Value::Null, Value::Decimal),
        Some(Value::Int(v)) => {
            Value::Int(round_whole(i64::from(*v), digits).and_then(|v| v.try_into().ok()).unwrap_or(0))
        }
        Some(Value::Dynamic(_)) => real(args, 0).map(|v| round(v, digits)).into(),
        Some(value) => value.as_i64().and_then(|v| round_whole(v, digits)).into(),
        None => Value::Null,
    }
}

fn round(value: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits.abs());
    let rounded = if digits >= 0 { (value * scale).round() / scale } else { (value / scale).round() * scale };
    // So large a number has no digits there to round.
    if rounded.is_finite() { rounded } else { value }
}

fn round_decimal(value: i128, digits: i32) -> Option<i128> {
    let dropped = u32::try_from(i32::try_from(SCALE).ok()? - digits).ok().filter(|d| *d < 38);
    match dropped {
        None if digits > 0 => Some(value),
        None => Some(0),
        Some(dropped) => {
            let unit = 10_i128.pow(dropped);
            checked((value + value.signum() * (unit / 2)) / unit * unit)
        }
    }
}

fn round_whole(value: i64, digits: i32) -> Option<i64> {
    if digits >= 0 {
        return Some(value);
    }
    round_decimal(i128::from(value).checked_mul(ONE)?, digits).and_then(|v| i64::try_from(v / ONE).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn rounds() {
        check("round", &[Value::Real(-0.5)], "-1.0");
        check("round", &[Value::Real(2.71749), Value::Long(2)], "2.72");
        check("round", &[Value::Real(1e300), Value::Long(40)], "1e300");
        check("round", &[Value::Decimal(crate::decimal::parse("3.145").unwrap()), Value::Long(2)], "3.15");
        check("round", &[Value::Long(1250), Value::Long(-2)], "1300");
        check("round", &[dynamic("2.5")], "3.0");
    }
}
