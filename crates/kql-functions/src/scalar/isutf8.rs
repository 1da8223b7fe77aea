//! `isutf8`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "isutf8",
    Types::Overloads(&[takes(&[ANY], KqlType::Bool)]),
    Eval::Row(|_| Value::Bool(true)),
    Doc::new("isutf8(text)", "Whether a text is valid UTF-8.", &[("isutf8('é')", "True")])
        .notes("Texts here always are: readers replace what is not."),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn always() {
        check("isutf8", &[s("é")], "True");
    }
}
