//! `set_difference`

use crate::kernel::arrays::{distinct, identity};
use crate::prelude::*;
use std::collections::BTreeSet;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "set_difference",
    Types::Overloads(&[takes(&[DYNAMIC, DYNAMIC], KqlType::Dynamic).variadic()]),
    Eval::Row(run),
    Doc::new(
        "set_difference(array, array, …)",
        "The items of the first array that no other has.",
        &[("set_difference(dynamic([1, 2, 3]), dynamic([2]))", "[1,3]")],
    )
    .notes(
        "Items keep the order in which they first come. `1` and `1.0` are the same. What is no array counts as empty.",
    ),
)
.sees_nulls();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let others: BTreeSet<String> =
        (1..args.len()).filter_map(|i| array(args, i)).flatten().map(|item| identity(&item)).collect();
    let first = array(args, 0).unwrap_or_default();
    dynamic_array(distinct(first.into_iter().filter(|item| !others.contains(&identity(item)))))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn arrays() {
        check("set_difference", &[dynamic("[1,2,1,4]"), dynamic("[1,2]"), dynamic("[8]")], "[4]");
    }
}
