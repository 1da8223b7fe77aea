//! `cot`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "cot",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).map(|v| 1.0 / v.tan()).into()),
    Doc::new("cot(number)", "The cotangent.", &[("cot(0)", "Infinity")]),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("cot", &[Value::Real(0.0)], "Infinity");
    }
}
