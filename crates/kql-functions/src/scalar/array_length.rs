//! `array_length`

use crate::json;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "array_length",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Long)]),
    Eval::Row(|args| match args.first() {
        Some(Value::Dynamic(text)) => json::array_length(text).and_then(|n| i64::try_from(n).ok()).into(),
        _ => Value::Null,
    }),
    Doc::new(
        "array_length(array)",
        "The number of items of an array.",
        &[("array_length(dynamic([1, 2, 'x']))", "3"), ("array_length(dynamic({'a':1}))", "null")],
    )
    .notes("What is not an array has no length: null."),
)
.aliases(&["arraylength"]);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn lengths() {
        check("array_length", &[dynamic("[[1,2],{\"a\":[3]},\"],\"]")], "3");
        check("arraylength", &[dynamic("[]")], "0");
        check("array_length", &[dynamic("\"text\"")], "null");
    }
}
