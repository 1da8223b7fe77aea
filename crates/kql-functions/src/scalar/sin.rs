//! `sin`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "sin",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).map(f64::sin).into()),
    Doc::new("sin(number)", "The sine.", &[("sin(0)", "0.0")]),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("sin", &[Value::Real(0.0)], "0.0");
    }
}
