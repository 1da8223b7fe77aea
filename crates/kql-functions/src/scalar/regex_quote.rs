//! `regex_quote`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "regex_quote",
    Types::Overloads(&[takes(&[ANY], KqlType::String)]),
    Eval::Row(|args| Value::string(regex::escape(&text(args, 0)))),
    Doc::new(
        "regex_quote(text)",
        "A pattern that matches just the text.",
        &[("regex_quote('a.b(c)')", "a\\.b\\(c\\)")],
    ),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn quotes() {
        check("regex_quote", &[s("(so$me.Te^xt)")], r"\(so\$me\.Te\^xt\)");
    }
}
