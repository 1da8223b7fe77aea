//! `binary_shift_right`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "binary_shift_right",
    Types::Overloads(&[takes(&[LONG, LONG], KqlType::Long)]),
    Eval::Row(|args| {
        long(args, 0).zip(long(args, 1)).and_then(|(a, b)| u32::try_from(b).ok().map(|b| a.wrapping_shr(b))).into()
    }),
    Doc::new(
        "binary_shift_right(number, shift)",
        "The bits of a number moved to the right.",
        &[("binary_shift_right(8, 2)", "2")],
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
        check("binary_shift_right", &[Value::Long(-8), Value::Long(1)], "-4");
    }
}
