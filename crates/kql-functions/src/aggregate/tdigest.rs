//! `tdigest`

use crate::kernel::sketch_aggregate::{Digesting, Row};
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "tdigest",
    Types::Overloads(&[
        takes(&[NUMBER, LONG], KqlType::Dynamic).optional(1),
        takes(&[DATETIME, LONG], KqlType::Dynamic).optional(1),
        takes(&[TIMESPAN, LONG], KqlType::Dynamic).optional(1),
    ]),
    AggregateName::Prefix("tdigest_"),
    AggregateEval::Accumulator(|types, _| Ok(Digesting::make(if types.len() > 1 { Row::Weighted } else { Row::Value }))),
    Doc::new("tdigest(value [, weight])", "A digest from which `percentile_tdigest` and `rank_tdigest` tell where values lie.", &[])
        .notes("Digests can be kept and merged with `tdigest_merge`. Up to 4,096 different values count exactly. Times count in ticks. Nulls do not count; without values the digest is null. The form of a digest is this program's own."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_aggregate as check, timespan};

    #[test]
    fn digests() {
        check(
            "tdigest",
            &[&[Value::Long(2)], &[Value::Long(1)], &[Value::Long(2)]],
            "[\"tdigest\",[1.0,2.0],[1.0,2.0]]",
        );
        check(
            "tdigest",
            &[&[Value::Real(2.0), Value::Long(5)], &[Value::Real(1.0), Value::Long(0)]],
            "[\"tdigest\",[2.0],[5.0]]",
        );
        check("tdigest", &[&[timespan("1s")]], "[\"tdigest\",[10000000.0],[1.0]]");
        check("tdigest", &[&[Value::Null]], "null");
    }
}
