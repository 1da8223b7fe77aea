//! `not`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "not",
    Types::Overloads(&[takes(&[BOOL], KqlType::Bool)]),
    Eval::Row(|args| args.first().and_then(Value::as_bool).map(|v| !v).into()),
    Doc::new("not(condition)", "The opposite of a condition.", &[("not(1 > 2)", "True"), ("not(bool(null))", "null")]),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn opposites() {
        check("not", &[Value::Bool(true)], "False");
        check("not", &[Value::Null], "null");
    }
}
