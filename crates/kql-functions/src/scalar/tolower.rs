//! `tolower`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "tolower",
    Types::Overloads(&[takes(&[ANY], KqlType::String)]),
    Eval::Row(|args| Value::string(text(args, 0).to_lowercase())),
    Doc::new("tolower(text)", "The text in lower case.", &[("tolower('CAFÉ')", "café")]),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn lowers() {
        check("tolower", &[s("ПРИВЕТ Ａ")], "привет ａ");
    }
}
