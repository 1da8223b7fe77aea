//! `binary_not`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "binary_not",
    Types::Overloads(&[takes(&[LONG], KqlType::Long)]),
    Eval::Row(|args| long(args, 0).map(|v| !v).into()),
    Doc::new("binary_not(number)", "The bits that a number lacks.", &[("binary_not(100)", "-101")]),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn bits() {
        check("binary_not", &[Value::Int(0)], "-1");
    }
}
