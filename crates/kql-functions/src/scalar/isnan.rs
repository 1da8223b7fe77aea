//! `isnan`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "isnan",
    Types::Overloads(&[takes(&[REAL], KqlType::Bool)]),
    Eval::Row(|args| real(args, 0).map(f64::is_nan).into()),
    Doc::new(
        "isnan(number)",
        "Whether a real is not a number.",
        &[("isnan(0.0 / 0.0)", "True"), ("isnan(1)", "False")],
    ),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("isnan", &[Value::Real(f64::INFINITY)], "False");
    }
}
