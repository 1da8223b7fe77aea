//! `dcount_hll`

use crate::kernel::hll::Hll;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "dcount_hll",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Long)]),
    Eval::Row(|args| args.first().and_then(Hll::of_value).map(|sketch| sketch.count()).into()),
    Doc::new(
        "dcount_hll(sketch)",
        "How many different values a sketch of `hll` has seen.",
        &[("dcount_hll(toscalar(range x from 1 to 5 step 1 | summarize hll(x % 3)))", "3")],
    )
    .notes("What is no sketch gives null."),
);

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn counts() {
        check("dcount_hll", &[dynamic("[\"hll\",14,\"hashes\",\"AAAAAAAAAAA=\"]")], "1");
        check("dcount_hll", &[dynamic("[]")], "null");
    }
}
