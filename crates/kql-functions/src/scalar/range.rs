//! `range`

use crate::json::from_value;
use crate::kernel::arithmetic::meet;
use crate::kernel::arrays::MOST_ITEMS;
use crate::prelude::*;
use crate::time;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "range",
    Types::Custom(bind),
    Eval::Row(run),
    Doc::new(
        "range(start, stop [, step])",
        "An array of evenly spaced numbers, times or spans, the last one included.",
        &[
            ("range(1, 8, 3)", "[1,4,7]"),
            ("range(1, 2.5, 0.5)", "[1.0,1.5,2.0,2.5]"),
            ("range(datetime(2020-01-01), datetime(2020-01-02), 1d)[1]", "2020-01-02T00:00:00.0000000Z"),
            ("range(3, 1, -1)", "[3,2,1]"),
        ],
    )
    .notes("The step is 1, or an hour. A step of 0 gives null. At most 1,048,576 items."),
);

fn bind(args: &[KqlType]) -> Result<Bound, String> {
    use KqlType::{DateTime, Dynamic, TimeSpan};
    let bound = |params: &[KqlType]| Bound { params: params.to_vec(), returns: Dynamic };
    let wrong = || "`range` takes numbers, times or spans, and a step of the same kind".to_owned();
    Ok(match *args {
        [DateTime, DateTime] => bound(&[DateTime, DateTime]),
        [DateTime, DateTime, TimeSpan] => bound(args),
        [TimeSpan, TimeSpan] | [TimeSpan, TimeSpan, TimeSpan] => bound(args),
        [a, b] => {
            let number = meet(a, b).ok_or_else(wrong)?;
            bound(&[number, number])
        }
        [a, b, c] => {
            let number = meet(a, b).and_then(|ab| meet(ab, c)).ok_or_else(wrong)?;
            bound(&[number, number, number])
        }
        _ => return Err(format!("`range` takes 2 or 3 arguments, not {}", args.len())),
    })
}

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (Some(start), Some(stop)) = (args.first(), args.get(1)) else {
        return Value::Null;
    };
    let items = if let (Some(start), Some(stop)) = (start.as_i64(), stop.as_i64()) {
        let default = if matches!(args.first(), Some(Value::Long(_))) { 1 } else { time::HOUR };
        let step = args.get(2).map_or(Some(default), Value::as_i64);
        let wrap: fn(i64) -> OwnedValue = match args.first() {
            Some(Value::DateTime(_)) => Value::DateTime,
            Some(Value::TimeSpan(_)) => Value::TimeSpan,
            _ => Value::Long,
        };
        step.and_then(|step| integers(start, stop, step)).map(|all| all.map(|v| from_value(&wrap(v))).collect())
    } else {
        let step = args.get(2).map_or(Some(1.0), Value::as_f64);
        let bounds = start.as_f64().zip(stop.as_f64()).zip(step);
        bounds.and_then(|((start, stop), step)| reals(start, stop, step))
    };
    items.map_or(Value::Null, dynamic_array)
}

fn integers(start: i64, stop: i64, step: i64) -> Option<impl Iterator<Item = i64>> {
    let going_on = move |v: &i64| if step > 0 { *v <= stop } else { *v >= stop };
    let steps = std::iter::successors(Some(start), move |v| v.checked_add(step));
    (step != 0).then(|| steps.take_while(going_on).take(MOST_ITEMS))
}

fn reals(start: f64, stop: f64, step: f64) -> Option<Vec<serde_json::Value>> {
    if step == 0.0 || !(start.is_finite() && stop.is_finite() && step.is_finite()) {
        return None;
    }
    // Multiplying keeps the error from adding up.
    let value = |i: usize| start + step * i as f64;
    let going_on = |v: &f64| if step > 0.0 { *v <= stop } else { *v >= stop };
    Some((0..MOST_ITEMS).map(value).take_while(going_on).map(|v| from_value(&Value::Real(v))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, timespan};

    #[test]
    fn ranges() {
        check("range", &[Value::Long(1), Value::Long(3)], "[1,2,3]");
        check(
            "range",
            &[Value::Long(i64::MAX - 1), Value::Long(i64::MAX), Value::Long(1)],
            "[9223372036854775806,9223372036854775807]",
        );
        check("range", &[Value::Long(1), Value::Long(3), Value::Long(0)], "null");
        check("range", &[Value::Real(0.0), Value::Real(1.0), Value::Real(f64::NAN)], "null");
        check("range", &[timespan("1h"), timespan("2h")], "[\"01:00:00\",\"02:00:00\"]");
        check("range", &[Value::Long(5), Value::Long(1)], "[]");
    }
}
