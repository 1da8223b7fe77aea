//! `isinf`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "isinf",
    Types::Overloads(&[takes(&[REAL], KqlType::Bool)]),
    Eval::Row(|args| real(args, 0).map(f64::is_infinite).into()),
    Doc::new("isinf(number)", "Whether a real is infinite.", &[("isinf(-1.0 / 0.0)", "True")]),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("isinf", &[Value::Real(1.0)], "False");
    }
}
