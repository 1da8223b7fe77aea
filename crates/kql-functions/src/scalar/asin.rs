//! `asin`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "asin",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).map(f64::asin).into()),
    Doc::new("asin(number)", "The angle with a sine.", &[("asin(0)", "0.0"), ("asin(2)", "NaN")]),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("asin", &[Value::Real(0.0)], "0.0");
    }
}
