//! `log`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "log",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).filter(|v| *v >= 0.0 || v.is_nan()).map(f64::ln).into()),
    Doc::new(
        "log(number)",
        "The natural logarithm.",
        &[("log(1)", "0.0"), ("log(-1.0)", "null"), ("log(0.0)", "-Infinity")],
    )
    .notes("A number below 0 gives null."),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("log", &[Value::Real(f64::NAN)], "NaN");
    }
}
