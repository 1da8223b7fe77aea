//! `isfinite`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "isfinite",
    Types::Overloads(&[takes(&[REAL], KqlType::Bool)]),
    Eval::Row(|args| real(args, 0).map(f64::is_finite).into()),
    Doc::new(
        "isfinite(number)",
        "Whether a real is neither infinite nor not a number.",
        &[("isfinite(1.0)", "True"), ("isfinite(1.0 / 0.0)", "False")],
    ),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn values() {
        check("isfinite", &[Value::Real(f64::NAN)], "False");
    }
}
