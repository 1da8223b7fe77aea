//! `pow`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "pow",
    Types::Overloads(&[takes(&[REAL, REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).zip(real(args, 1)).map(|(a, b)| a.powf(b)).into()),
    Doc::new("pow(base, exponent)", "A number to the power of another.", &[("pow(2, 3)", "8.0")]),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("pow", &[Value::Long(4), Value::Real(0.5)], "2.0");
    }
}
