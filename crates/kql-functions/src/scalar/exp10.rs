//! `exp10`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "exp10",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).map(|v| 10_f64.powf(v)).into()),
    Doc::new("exp10(number)", "10 to the power of a number.", &[("exp10(3)", "1000.0")]),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("exp10", &[Value::Real(0.0)], "1.0");
    }
}
