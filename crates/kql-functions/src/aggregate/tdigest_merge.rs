//! `tdigest_merge` over rows

use crate::kernel::sketch_aggregate::{Digesting, Row};
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "tdigest_merge",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    AggregateName::Prefix("tdigest_merge_"),
    AggregateEval::Accumulator(|_, _| Ok(Digesting::make(Row::Sketch))),
    Doc::new("tdigest_merge(digest)", "One digest of all digests of `tdigest`.", &[])
        .notes("What is no digest is left out; of none the result is null."),
)
.aliases(&["merge_tdigest"]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_aggregate as check, dynamic};

    #[test]
    fn merges() {
        check(
            "tdigest_merge",
            &[&[dynamic("[\"tdigest\",[1],[2]]")], &[Value::Null], &[dynamic("[\"tdigest\",[1,5],[2,1]]")]],
            "[\"tdigest\",[1.0,5.0],[4.0,1.0]]",
        );
    }
}
