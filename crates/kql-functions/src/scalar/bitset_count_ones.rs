//! `bitset_count_ones`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "bitset_count_ones",
    Types::Overloads(&[takes(&[LONG], KqlType::Long)]),
    Eval::Row(|args| long(args, 0).map(|v| i64::from(v.count_ones())).into()),
    Doc::new("bitset_count_ones(number)", "How many bits of a number are set.", &[("bitset_count_ones(42)", "3")]),
)
.named_by_argument();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn bits() {
        check("bitset_count_ones", &[Value::Long(-1)], "64");
    }
}
