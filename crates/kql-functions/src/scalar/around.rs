//! `around`

use crate::kernel::arithmetic::meet;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "around",
    Types::Custom(bind),
    Eval::Row(run),
    Doc::new(
        "around(value, centre, distance)",
        "Whether a value lies no further than a distance from a centre.",
        &[
            ("around(100, 99, 2)", "True"),
            ("around(datetime(2021-01-01 01:29), datetime(2021-01-01 01:30), 30s)", "False"),
        ],
    ),
);

fn bind(args: &[KqlType]) -> Result<Bound, String> {
    use KqlType::{DateTime, TimeSpan};
    let params = match *args {
        [DateTime, DateTime, TimeSpan] | [TimeSpan, TimeSpan, TimeSpan] => args.to_vec(),
        [a, b, c] => {
            let number = meet(a, b).and_then(|ab| meet(ab, c));
            vec![number.ok_or_else(|| format!("`around` does not take {a}, {b} and {c}"))?; 3]
        }
        _ => return Err(format!("`around` takes 3 arguments, not {}", args.len())),
    };
    Ok(Bound { params, returns: KqlType::Bool })
}

fn run(args: &[Value<'_>]) -> OwnedValue {
    let [value, centre, distance] = args else {
        return Value::Null;
    };
    if let (Some(v), Some(c), Some(d)) = (value.as_i64(), centre.as_i64(), distance.as_i64()) {
        return Value::Bool((i128::from(v) - i128::from(c)).abs() <= i128::from(d));
    }
    match (value.as_f64(), centre.as_f64(), distance.as_f64()) {
        (Some(v), Some(c), Some(d)) => Value::Bool((v - c).abs() <= d),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, timespan};

    #[test]
    fn distances() {
        check("around", &[Value::Real(1.5), Value::Long(1), Value::Real(0.5)], "True");
        check("around", &[Value::Long(i64::MIN), Value::Long(i64::MAX), Value::Long(1)], "False");
        check("around", &[timespan("1h"), timespan("2h"), timespan("30m")], "False");
    }
}
