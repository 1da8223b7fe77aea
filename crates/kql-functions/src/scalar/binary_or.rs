//! `binary_or`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "binary_or",
    Types::Overloads(&[takes(&[LONG, LONG], KqlType::Long)]),
    Eval::Row(|args| long(args, 0).zip(long(args, 1)).map(|(a, b)| a | b).into()),
    Doc::new("binary_or(a, b)", "The bits that either number has.", &[("binary_or(5, 3)", "7")]),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn bits() {
        check("binary_or", &[Value::Int(12), Value::Long(10)], "14");
    }
}
