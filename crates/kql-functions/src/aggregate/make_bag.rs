//! `make_bag`

use crate::kernel::bag::Bag;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "make_bag",
    Types::Overloads(&[takes(&[DYNAMIC, LONG], KqlType::Dynamic).optional(1)]),
    AggregateName::Prefix("bag_"),
    AggregateEval::Accumulator(|_, constants| Bag::make(constants, 1)),
    Doc::new("make_bag(bag [, most])", "One property bag of all bags.", &[])
        .notes("Of several values of one key the first counts. What is no bag adds nothing."),
)
.aliases(&["make_dictionary"]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_aggregate as check, dynamic};

    #[test]
    fn merges() {
        check(
            "make_bag",
            &[&[dynamic("{\"a\":1}")], &[dynamic("{\"a\":2,\"b\":3}")], &[Value::Null]],
            "{\"a\":1,\"b\":3}",
        );
        check("make_bag", &[], "{}");
    }
}
