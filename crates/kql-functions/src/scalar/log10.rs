//! `log10`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "log10",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).filter(|v| *v >= 0.0 || v.is_nan()).map(f64::log10).into()),
    Doc::new("log10(number)", "The logarithm to base 10.", &[("log10(1000)", "3.0")])
        .notes("A number below 0 gives null."),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("log10", &[Value::Real(-1.0)], "null");
    }
}
