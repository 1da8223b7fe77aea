//! `jaccard_index`

use crate::kernel::arrays::identity;
use crate::prelude::*;
use std::collections::BTreeSet;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "jaccard_index",
    Types::Overloads(&[takes(&[DYNAMIC, DYNAMIC], KqlType::Real)]),
    Eval::Row(run),
    Doc::new(
        "jaccard_index(array, array)",
        "The share of the items of two arrays that both have.",
        &[("jaccard_index(dynamic([1, 2, 3]), dynamic([1, 2, 3, 4]))", "0.75")],
    ),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (Some(a), Some(b)) = (array(args, 0), array(args, 1)) else {
        return Value::Null;
    };
    let (a, b): (BTreeSet<_>, BTreeSet<_>) = (a.iter().map(identity).collect(), b.iter().map(identity).collect());
    let common = a.intersection(&b).count() as f64;
    Value::Real(common / a.union(&b).count() as f64)
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn arrays() {
        check("jaccard_index", &[dynamic("[]"), dynamic("[]")], "NaN");
        check("jaccard_index", &[dynamic("[1]"), dynamic("[2]")], "0.0");
    }
}
