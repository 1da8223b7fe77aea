//! `sign`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "sign",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).map(|v| if v == 0.0 { 0.0 } else { v.signum() }).into()),
    Doc::new(
        "sign(number)",
        "-1, 0 or 1 as a number is below, at or above 0.",
        &[("sign(-42)", "-1.0"), ("sign(0)", "0.0")],
    ),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("sign", &[Value::Real(11.2)], "1.0");
        check("sign", &[Value::Real(f64::NAN)], "NaN");
    }
}
