//! `array_reverse`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "array_reverse",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "array_reverse(array)",
        "The items of an array in reverse order.",
        &[("array_reverse(dynamic([1, 2, 3]))", "[3,2,1]")],
    ),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    match array(args, 0) {
        Some(mut items) => {
            items.reverse();
            dynamic_array(items)
        }
        None => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn arrays() {
        check("array_reverse", &[dynamic("[]")], "[]");
        check("array_reverse", &[Value::Null], "null");
    }
}
