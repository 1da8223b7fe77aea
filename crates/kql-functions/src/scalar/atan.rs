//! `atan`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "atan",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).map(f64::atan).into()),
    Doc::new("atan(number)", "The angle with a tangent.", &[("atan(0)", "0.0")]),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("atan", &[Value::Real(0.0)], "0.0");
    }
}
