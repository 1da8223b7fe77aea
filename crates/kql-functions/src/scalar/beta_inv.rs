//! `beta_inv`

use crate::kernel::special::beta_inv;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "beta_inv",
    Types::Overloads(&[takes(&[REAL, REAL, REAL], KqlType::Real)]),
    Eval::Row(run),
    Doc::new(
        "beta_inv(probability, alpha, beta)",
        "The number that a number with a beta distribution does not exceed with this probability.",
        &[("round(beta_inv(0.1, 10, 20), 6)", "0.226415"), ("beta_inv(0.1, -1, 20)", "NaN")],
    )
    .notes("A shape that is not above 0 gives NaN, a probability outside of 0 to 1 null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (Some(x), Some(a), Some(b)) = (real(args, 0), real(args, 1), real(args, 2)) else {
        return Value::Null;
    };
    if !(0.0..=1.0).contains(&x) {
        Value::Null
    } else if a > 0.0 && b > 0.0 {
        Value::Real(beta_inv(x, a, b))
    } else {
        Value::Real(f64::NAN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn out_of_range() {
        check("beta_inv", &[1.5, 10.0, 20.0].map(Value::Real), "null");
        check("beta_inv", &[Value::Null, Value::Real(1.0), Value::Real(1.0)], "null");
    }
}
