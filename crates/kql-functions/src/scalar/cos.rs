//! `cos`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "cos",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).map(f64::cos).into()),
    Doc::new("cos(number)", "The cosine.", &[("cos(0)", "1.0")]),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("cos", &[Value::Real(0.0)], "1.0");
    }
}
