//! `loggamma`

use crate::kernel::special::ln_gamma;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "loggamma",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).map(ln_gamma).into()),
    Doc::new(
        "loggamma(number)",
        "The logarithm of the absolute value of the gamma function.",
        &[("round(loggamma(5), 6)", "3.178054")],
    ),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn nothing() {
        check("loggamma", &[Value::Null], "null");
        check("loggamma", &[Value::Real(f64::NAN)], "NaN");
    }
}
