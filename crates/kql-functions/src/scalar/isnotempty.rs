//! `isnotempty`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "isnotempty",
    Types::Overloads(&[takes(&[ANY], KqlType::Bool)]),
    Eval::Row(|args| Value::Bool(!text(args, 0).is_empty())),
    Doc::new(
        "isnotempty(value)",
        "Whether a value is neither `\"\"` nor null.",
        &[("isnotempty(\"\")", "False"), ("isnotempty(5)", "True")],
    )
    .notes("A dynamic empty string is empty; `[]` and `{}` are not."),
)
.aliases(&["notempty"])
.sees_nulls();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic, s};

    #[test]
    fn nothing() {
        check("isnotempty", &[s("")], "False");
        check("isnotempty", &[s(" ")], "True");
        check("isnotempty", &[Value::Null], "False");
        check("isnotempty", &[dynamic("[]")], "True");
    }
}
