//! `strlen`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "strlen",
    Types::Overloads(&[takes(&[ANY], KqlType::Long)]),
    Eval::Row(|args| i64::try_from(text(args, 0).chars().count()).ok().into()),
    Doc::new("strlen(text)", "The number of characters of a text.", &[("strlen('café')", "4"), ("strlen('😀')", "1")])
        .notes("A character is a Unicode code point."),
)
.sees_nulls()
.named(AutoName::Prefix("strlen_"));

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn lengths() {
        check("strlen", &[s("👨‍👩‍👧")], "5");
        check("strlen", &[s("")], "0");
    }
}
