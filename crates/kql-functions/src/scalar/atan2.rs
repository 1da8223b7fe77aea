//! `atan2`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "atan2",
    Types::Overloads(&[takes(&[REAL, REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).zip(real(args, 1)).map(|(a, b)| a.atan2(b)).into()),
    Doc::new("atan2(y, x)", "The angle between the x axis and the line to a point.", &[("atan2(0, 1)", "0.0")]),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("atan2", &[Value::Real(0.0), Value::Real(1.0)], "0.0");
    }
}
