//! `reverse`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "reverse",
    Types::Overloads(&[takes(&[ANY], KqlType::String)]),
    Eval::Row(|args| Value::string(text(args, 0).chars().rev().collect::<String>())),
    Doc::new(
        "reverse(text)",
        "The characters of a text in reverse order.",
        &[("reverse('abc')", "cba"), ("reverse(123)", "321")],
    ),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn reverses() {
        check("reverse", &[s("é1")], "1é");
    }
}
