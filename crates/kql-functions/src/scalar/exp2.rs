//! `exp2`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "exp2",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).map(f64::exp2).into()),
    Doc::new("exp2(number)", "2 to the power of a number.", &[("exp2(3)", "8.0")]),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("exp2", &[Value::Real(-1.0)], "0.5");
    }
}
