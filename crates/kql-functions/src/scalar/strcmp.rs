//! `strcmp`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "strcmp",
    Types::Overloads(&[takes(&[ANY, ANY], KqlType::Long)]),
    Eval::Row(|args| Value::Long(text(args, 0).cmp(&text(args, 1)) as i64)),
    Doc::new(
        "strcmp(text, other)",
        "-1, 0 or 1 as a text comes before, equals or comes after another.",
        &[("strcmp('a', 'b')", "-1"), ("strcmp('b', 'a')", "1")],
    ),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn orders() {
        check("strcmp", &[s("abc"), s("abc")], "0");
        check("strcmp", &[s("a"), s("A")], "1");
    }
}
