//! `set_union`

use crate::kernel::arrays::distinct;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "set_union",
    Types::Overloads(&[takes(&[DYNAMIC, DYNAMIC], KqlType::Dynamic).variadic()]),
    Eval::Row(run),
    Doc::new(
        "set_union(array, array, …)",
        "The different items of all arrays.",
        &[("set_union(dynamic([1, 2, 1]), dynamic([2, 3]))", "[1,2,3]")],
    )
    .notes(
        "Items keep the order in which they first come. `1` and `1.0` are the same. What is no array counts as empty.",
    ),
)
.sees_nulls();

fn run(args: &[Value<'_>]) -> OwnedValue {
    dynamic_array(distinct((0..args.len()).filter_map(|i| array(args, i)).flatten()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn arrays() {
        check("set_union", &[dynamic("[\"a\",1]"), Value::Null, dynamic("[1.0,\"a\"]")], "[\"a\",1]");
    }
}
