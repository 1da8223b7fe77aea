//! `rank_tdigest`

use crate::kernel::tdigest::{Digest, number};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "rank_tdigest",
    Types::Overloads(&[
        takes(&[DYNAMIC, NUMBER], KqlType::Real),
        takes(&[DYNAMIC, DATETIME], KqlType::Real),
        takes(&[DYNAMIC, TIMESPAN], KqlType::Real),
    ]),
    Eval::Row(run),
    Doc::new(
        "rank_tdigest(digest, value)",
        "How many of the values in a digest of `tdigest` do not exceed a value.",
        &[("rank_tdigest(toscalar(range x from 1 to 1000 step 1 | summarize tdigest(x)), 685)", "685.0")],
    )
    .notes("What is no digest gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (digest, number) = (args.first().and_then(Digest::of_value), args.get(1).and_then(number));
    digest.zip(number).map(|(mut digest, number)| digest.rank(number)).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn ranks() {
        let digest = || dynamic("[\"tdigest\",[1,2],[1,2]]");
        check("rank_tdigest", &[digest(), Value::Long(5)], "3.0");
        check("rank_tdigest", &[digest(), Value::Real(0.5)], "0.0");
        check("rank_tdigest", &[Value::Null, Value::Long(5)], "null");
    }
}
