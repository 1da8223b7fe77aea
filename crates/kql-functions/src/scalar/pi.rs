//! `pi`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "pi",
    Types::Overloads(&[takes(&[], KqlType::Real)]),
    Eval::Row(|_| Value::Real(std::f64::consts::PI)),
    Doc::new("pi()", "The number π.", &[("pi()", "3.141592653589793")]),
);

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn value() {
        check("pi", &[], "3.141592653589793");
    }
}
