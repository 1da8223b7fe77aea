//! `binary_and`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "binary_and",
    Types::Overloads(&[takes(&[LONG, LONG], KqlType::Long)]),
    Eval::Row(|args| long(args, 0).zip(long(args, 1)).map(|(a, b)| a & b).into()),
    Doc::new("binary_and(a, b)", "The bits that both numbers have.", &[("binary_and(6, 3)", "2")]),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn bits() {
        check("binary_and", &[Value::Int(12), Value::Long(10)], "8");
    }
}
