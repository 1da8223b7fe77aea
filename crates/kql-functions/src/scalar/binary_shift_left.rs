//! `binary_shift_left`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "binary_shift_left",
    Types::Overloads(&[takes(&[LONG, LONG], KqlType::Long)]),
    Eval::Row(|args| {
        long(args, 0).zip(long(args, 1)).and_then(|(a, b)| u32::try_from(b).ok().map(|b| a.wrapping_shl(b))).into()
    }),
    Doc::new(
        "binary_shift_left(number, shift)",
        "The bits of a number moved to the left.",
        &[("binary_shift_left(1, 2)", "4")],
    )
    .notes("A negative shift gives null. Only the low six bits of the shift count."),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn bits() {
        check("binary_shift_left", &[Value::Long(1), Value::Long(-1)], "null");
        check("binary_shift_left", &[Value::Long(1), Value::Long(65)], "2");
    }
}
