//! `binary_xor`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "binary_xor",
    Types::Overloads(&[takes(&[LONG, LONG], KqlType::Long)]),
    Eval::Row(|args| long(args, 0).zip(long(args, 1)).map(|(a, b)| a ^ b).into()),
    Doc::new("binary_xor(a, b)", "The bits that just one of the numbers has.", &[("binary_xor(6, 3)", "5")]),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn bits() {
        check("binary_xor", &[Value::Int(12), Value::Long(10)], "6");
    }
}
