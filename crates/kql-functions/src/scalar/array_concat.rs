//! `array_concat`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "array_concat",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic).variadic()]),
    Eval::Row(run),
    Doc::new(
        "array_concat(array, …)",
        "The items of all arrays, one after the other.",
        &[("array_concat(dynamic([1, 2]), dynamic([3]))", "[1,2,3]")],
    )
    .notes("What is no array adds nothing."),
)
.sees_nulls();

fn run(args: &[Value<'_>]) -> OwnedValue {
    dynamic_array((0..args.len()).filter_map(|i| array(args, i)).flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn arrays() {
        check("array_concat", &[dynamic("[1]"), Value::Null, dynamic("{}"), dynamic("[\"a\"]")], "[1,\"a\"]");
    }
}
