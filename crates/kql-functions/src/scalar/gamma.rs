//! `gamma`

use crate::kernel::special::gamma;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "gamma",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).map(gamma).into()),
    Doc::new("gamma(number)", "The gamma function.", &[("gamma(5)", "24.0")]),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn nothing() {
        check("gamma", &[Value::Null], "null");
        check("gamma", &[Value::Real(f64::NAN)], "NaN");
    }
}
