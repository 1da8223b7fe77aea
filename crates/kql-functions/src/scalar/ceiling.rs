//! `ceiling`

use crate::decimal::{ONE, checked};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "ceiling",
    Types::Overloads(&[takes(&[REAL], KqlType::Real), takes(&[Param::Of(KqlType::Decimal)], KqlType::Decimal)]),
    Eval::Row(run),
    Doc::new(
        "ceiling(number)",
        "The least whole number that is not below a number.",
        &[("ceiling(1.2)", "2.0"), ("ceiling(-1.2)", "-1.0")],
    ),
)
.named_by_argument();

fn run(args: &[Value<'_>]) -> OwnedValue {
    match args.first() {
        Some(Value::Real(v)) => Value::Real(v.ceil()),
        Some(Value::Decimal(v)) => {
            let up = (v + (ONE - 1)).div_euclid(ONE) * ONE;
            checked(up).map_or(Value::Null, Value::Decimal)
        }
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn ceilings() {
        check("ceiling", &[Value::Real(-0.5)], "-0.0");
        check("ceiling", &[Value::Decimal(crate::decimal::parse("-1.5").unwrap())], "-1");
        check("ceiling", &[Value::Long(7)], "7.0");
    }
}
