//! `tan`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "tan",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).map(f64::tan).into()),
    Doc::new("tan(number)", "The tangent.", &[("tan(0)", "0.0")]),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("tan", &[Value::Real(0.0)], "0.0");
    }
}
