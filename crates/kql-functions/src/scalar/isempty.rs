//! `isempty`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "isempty",
    Types::Overloads(&[takes(&[ANY], KqlType::Bool)]),
    Eval::Row(|args| Value::Bool(text(args, 0).is_empty())),
    Doc::new(
        "isempty(value)",
        "Whether a value is `\"\"` or null.",
        &[("isempty(\"\")", "True"), ("isempty(int(null))", "True"), ("isempty(\" \")", "False")],
    )
    .notes("A dynamic empty string is empty; `[]` and `{}` are not."),
)
.sees_nulls();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic, s};

    #[test]
    fn nothing() {
        check("isempty", &[s("")], "True");
        check("isempty", &[s(" ")], "False");
        check("isempty", &[Value::Null], "True");
        check("isempty", &[dynamic("[]")], "False");
    }
}
