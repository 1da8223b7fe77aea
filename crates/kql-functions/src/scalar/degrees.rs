//! `degrees`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "degrees",
    Types::Overloads(&[takes(&[REAL], KqlType::Real)]),
    Eval::Row(|args| real(args, 0).map(f64::to_degrees).into()),
    Doc::new("degrees(number)", "An angle in degrees.", &[("degrees(pi())", "180.0")]),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("degrees", &[Value::Real(0.0)], "0.0");
    }
}
