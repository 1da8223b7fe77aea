//! `set_has_element`

use crate::kernel::arrays::has;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "set_has_element",
    Types::Overloads(&[takes(&[DYNAMIC, ANY], KqlType::Bool)]),
    Eval::Row(run),
    Doc::new(
        "set_has_element(array, value)",
        "Whether an array has a value.",
        &[("set_has_element(dynamic(['a', 'b']), 'a')", "True"), ("set_has_element(dynamic([1]), 2)", "False")],
    )
    .notes("Case counts. What is no array gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    match (array(args, 0), args.get(1)) {
        (Some(items), Some(value)) => Value::Bool(has(&items, &crate::json::from_value(value))),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn arrays() {
        check("set_has_element", &[dynamic("[1,2]"), Value::Real(2.0)], "True");
        check("set_has_element", &[dynamic("{}"), Value::Long(1)], "null");
    }
}
