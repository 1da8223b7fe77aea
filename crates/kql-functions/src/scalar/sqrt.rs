//! `sqrt`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "sqrt",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).map(f64::sqrt).into()),
    Doc::new("sqrt(number)", "The square root.", &[("sqrt(16)", "4.0"), ("sqrt(-1.0)", "NaN")]),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("sqrt", &[Value::Long(9)], "3.0");
    }
}
