//! `make_bag_if`

use crate::kernel::bag::Bag;
use crate::kernel::gather::Filtered;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "make_bag_if",
    Types::Overloads(&[takes(&[DYNAMIC, BOOL, LONG], KqlType::Dynamic).optional(1)]),
    AggregateName::Prefix("bag_"),
    AggregateEval::Accumulator(|_, constants| Filtered::wrap(Bag::make(constants, 2))),
    Doc::new(
        "make_bag_if(bag, condition [, most])",
        "One property bag of the bags of the rows in which a condition is true.",
        &[],
    )
    .notes("Of several values of one key the first counts. What is no bag adds nothing."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_aggregate as check, dynamic};

    #[test]
    fn merges() {
        let row = |json, c| [dynamic(json), Value::Bool(c)];
        check("make_bag_if", &[&row("{\"a\":1}", true), &row("{\"b\":2}", false)], "{\"a\":1}");
    }
}
