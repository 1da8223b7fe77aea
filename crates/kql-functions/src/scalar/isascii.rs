//! `isascii`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "isascii",
    Types::Overloads(&[takes(&[ANY], KqlType::Bool)]),
    Eval::Row(|args| Value::Bool(text(args, 0).is_ascii())),
    Doc::new(
        "isascii(text)",
        "Whether a text has ASCII characters only.",
        &[("isascii('abc')", "True"), ("isascii('é')", "False")],
    ),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn letters() {
        check("isascii", &[s("аppcmd")], "False");
        check("isascii", &[s("")], "True");
    }
}
