//! `acos`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "acos",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).map(f64::acos).into()),
    Doc::new("acos(number)", "The angle with a cosine.", &[("acos(1)", "0.0")]),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("acos", &[Value::Real(1.0)], "0.0");
    }
}
