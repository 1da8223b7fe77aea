//! `erf`

use crate::kernel::special::erf;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "erf",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).map(erf).into()),
    Doc::new("erf(number)", "The error function.", &[("erf(0)", "0.0")]),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn nothing() {
        check("erf", &[Value::Null], "null");
        check("erf", &[Value::Real(f64::NAN)], "NaN");
    }
}
