//! `beta_cdf`

use crate::kernel::special::beta_cdf;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "beta_cdf",
    Types::Overloads(&[takes(&[REAL, REAL, REAL], KqlType::Real)]),
    Eval::Row(run),
    Doc::new(
        "beta_cdf(x, alpha, beta)",
        "The probability that a number with a beta distribution is at most this.",
        &[("round(beta_cdf(0.5, 2, 2), 6)", "0.5"), ("beta_cdf(0.1, -1, 20)", "NaN")],
    )
    .notes("A shape that is not above 0 gives NaN, a number outside of 0 to 1 NaN."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (Some(x), Some(a), Some(b)) = (real(args, 0), real(args, 1), real(args, 2)) else {
        return Value::Null;
    };
    if a > 0.0 && b > 0.0 && (0.0..=1.0).contains(&x) { Value::Real(beta_cdf(x, a, b)) } else { Value::Real(f64::NAN) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn out_of_range() {
        check("beta_cdf", &[1.5, 10.0, 20.0].map(Value::Real), "NaN");
        check("beta_cdf", &[Value::Null, Value::Real(1.0), Value::Real(1.0)], "null");
    }
}
