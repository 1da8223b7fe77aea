//! `isnotnull`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "isnotnull",
    Types::Overloads(&[takes(&[ANY], KqlType::Bool)]),
    Eval::Row(|args| Value::Bool(args.first().is_some_and(|v| !v.is_null()))),
    Doc::new(
        "isnotnull(value)",
        "Whether a value is not null.",
        &[("isnotnull(5)", "True"), ("isnotnull(long(null))", "False")],
    )
    .notes("A string is never null."),
)
.aliases(&["notnull"])
.sees_nulls();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic, s};

    #[test]
    fn nothing() {
        check("isnotnull", &[s("")], "True");
        check("isnotnull", &[s(" ")], "True");
        check("isnotnull", &[Value::Null], "False");
        check("isnotnull", &[dynamic("[]")], "True");
    }
}
