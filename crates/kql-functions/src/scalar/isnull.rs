//! `isnull`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "isnull",
    Types::Overloads(&[takes(&[ANY], KqlType::Bool)]),
    Eval::Row(|args| Value::Bool(args.first().is_none_or(Value::is_null))),
    Doc::new("isnull(value)", "Whether a value is null.", &[("isnull(int(null))", "True"), ("isnull(\"\")", "False")])
        .notes("A string is never null."),
)
.sees_nulls();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic, s};

    #[test]
    fn nothing() {
        check("isnull", &[s("")], "False");
        check("isnull", &[s(" ")], "False");
        check("isnull", &[Value::Null], "True");
        check("isnull", &[dynamic("[]")], "False");
    }
}
