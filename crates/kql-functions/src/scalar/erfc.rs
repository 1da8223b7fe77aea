//! `erfc`

use crate::kernel::special::erfc;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "erfc",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).map(erfc).into()),
    Doc::new("erfc(number)", "The complement of the error function to 1.", &[("erfc(0)", "1.0")]),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn nothing() {
        check("erfc", &[Value::Null], "null");
        check("erfc", &[Value::Real(f64::NAN)], "NaN");
    }
}
