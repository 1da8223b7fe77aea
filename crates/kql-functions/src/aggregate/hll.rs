//! `hll`

use crate::kernel::sketch_aggregate::{Counting, Row};
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "hll",
    Types::Overloads(&[takes(&[ANY, LONG], KqlType::Dynamic).optional(1)]),
    AggregateName::Prefix("hll_"),
    AggregateEval::Accumulator(|_, constants| Counting::make(constants, 1, Row::Value, false)),
    Doc::new("hll(value [, accuracy])", "A sketch from which `dcount_hll` tells how many different values there are.", &[])
        .notes("Sketches can be kept and merged with `hll_merge`. The accuracy goes from 0 to 4, 1 unless given. Up to 4,096 values count exactly. Nulls do not count; without values the sketch is null. The form of a sketch is this program's own."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::hll::Hll;

    #[test]
    fn sketches() {
        let AggregateEval::Accumulator(make) = FUNCTION.eval else { panic!() };
        let constants = vec![None, Some(Value::Long(2))];
        let mut accumulator = make(&[], &constants).unwrap();
        assert_eq!(accumulator.finish(), Value::Null);
        for v in 0..10 {
            accumulator.update(&[Value::Long(v % 3), Value::Long(2)]);
        }
        let sketch = accumulator.finish();
        assert_eq!(Hll::of_value(&sketch).map(|s| s.count()), Some(3));
        let mut other = make(&[], &constants).unwrap();
        other.update(&[Value::Long(7)]);
        other.merge(&accumulator.state());
        assert_eq!(Hll::of_value(&other.finish()).map(|s| s.count()), Some(4));
        assert!(make(&[], &[None, Some(Value::Long(9))]).is_err());
    }
}
