//! `abs`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "abs",
    Types::Overloads(&[
        takes(&[INTEGER], KqlType::Long),
        Overload::new(&[NUMBER], Returns::SameAs(0)),
        takes(&[TIMESPAN], KqlType::TimeSpan),
    ]),
    Eval::Row(run),
    Doc::new(
        "abs(number)",
        "A number or span without its sign.",
        &[("abs(-5)", "5"), ("abs(-1.5)", "1.5"), ("abs(-1h)", "01:00:00")],
    ),
)
.named_by_argument();

fn run(args: &[Value<'_>]) -> OwnedValue {
    match args.first() {
        Some(Value::Real(v)) => Value::Real(v.abs()),
        Some(Value::Decimal(v)) => Value::Decimal(v.abs()),
        Some(Value::TimeSpan(v)) => v.checked_abs().map_or(Value::Null, Value::TimeSpan),
        Some(value) => crate::convert::to_long(value).and_then(i64::checked_abs).into(),
        None => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, timespan};

    #[test]
    fn signs() {
        check("abs", &[Value::Int(-3)], "3");
        check("abs", &[Value::Real(-3.5)], "3.5");
        check("abs", &[timespan("-1d")], "1.00:00:00");
        check("abs", &[Value::Long(i64::MIN)], "null");
    }
}
