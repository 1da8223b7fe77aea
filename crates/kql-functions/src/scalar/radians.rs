//! `radians`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "radians",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).map(f64::to_radians).into()),
    Doc::new("radians(number)", "An angle in radians.", &[("radians(0)", "0.0")]),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("radians", &[Value::Real(0.0)], "0.0");
    }
}
