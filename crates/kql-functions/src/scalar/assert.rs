//! `assert`

use crate::prelude::*;
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "assert",
    Types::Overloads(&[takes(&[BOOL, STRING], KqlType::Bool)]),
    Eval::Prepared(prepare),
    Doc::new(
        "assert(condition, message)",
        "True, or an error of the query with this message where the condition is false.",
        &[("assert(2 > 1, 'arithmetic is broken')", "True")],
    )
    .notes("The condition has to be constant: it is looked at when the query is planned. In a function it may depend on arguments that are constant where the function is called."),
)
.sees_nulls();

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    match call.constant(0) {
        Some(Value::Bool(true)) => Ok(Arc::new(|_: &[Value<'_>]| Value::Bool(true))),
        Some(_) => Err(format!("assertion failed: {}", call.constant_str(1, "the message")?)),
        None => Err("the condition of `assert` must be constant".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn conditions() {
        check("assert", &[Value::Bool(false), s("no rows")], "error: assertion failed: no rows");
        check("assert", &[Value::Null, s("unknown")], "error: assertion failed: unknown");
    }
}
