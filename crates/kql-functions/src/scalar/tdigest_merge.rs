//! `tdigest_merge` of one row

use crate::kernel::tdigest::Digest;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "tdigest_merge",
    Types::Overloads(&[takes(&[DYNAMIC, DYNAMIC], KqlType::Dynamic).optional(1).variadic()]),
    Eval::Row(run),
    Doc::new(
        "tdigest_merge(digest, digest, …)",
        "One digest of several digests of `tdigest`.",
        &[("rank_tdigest(tdigest_merge(toscalar(range x from 1 to 5 step 1 | summarize tdigest(x)), toscalar(range x from 6 to 9 step 1 | summarize tdigest(x))), 7)", "7.0")],
    )
    .notes("What is no digest is left out; of none the result is null. In `summarize` it merges the digests of all rows."),
)
.aliases(&["merge_tdigest"])
.sees_nulls();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let mut merged = Digest::default();
    args.iter().filter_map(Digest::of_value).for_each(|digest| merged.merge(&digest));
    merged.to_value()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn merges() {
        check("tdigest_merge", &[Value::Null, dynamic("{}")], "null");
        check("tdigest_merge", &[dynamic("[\"tdigest\",[1],[2]]"), Value::Null], "[\"tdigest\",[1.0],[2.0]]");
    }
}
