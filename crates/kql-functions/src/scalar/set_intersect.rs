//! `set_intersect`

use crate::kernel::arrays::{distinct, identity};
use crate::prelude::*;
use std::collections::BTreeSet;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "set_intersect",
    Types::Overloads(&[takes(&[DYNAMIC, DYNAMIC], KqlType::Dynamic).variadic()]),
    Eval::Row(run),
    Doc::new(
        "set_intersect(array, array, …)",
        "The items that all arrays have.",
        &[("set_intersect(dynamic([1, 2, 3]), dynamic([2, 3, 4]))", "[2,3]")],
    )
    .notes(
        "Items keep the order in which they first come. `1` and `1.0` are the same. What is no array counts as empty.",
    ),
)
.sees_nulls();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let others: Vec<BTreeSet<String>> =
        (1..args.len()).map(|i| array(args, i).unwrap_or_default().iter().map(identity).collect()).collect();
    let first = array(args, 0).unwrap_or_default();
    let common = |item: &serde_json::Value| others.iter().all(|other| other.contains(&identity(item)));
    dynamic_array(distinct(first.into_iter().filter(common)))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn arrays() {
        check("set_intersect", &[dynamic("[1,2]"), dynamic("[3]")], "[]");
        check("set_intersect", &[dynamic("[1,2,1]"), dynamic("[1.0,2]"), dynamic("[1]")], "[1]");
    }
}
