//! `exp`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "exp",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).map(f64::exp).into()),
    Doc::new("exp(number)", "e to the power of a number.", &[("exp(0)", "1.0"), ("exp(1000.0)", "Infinity")]),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("exp", &[Value::Real(1.0)], "2.718281828459045");
    }
}
