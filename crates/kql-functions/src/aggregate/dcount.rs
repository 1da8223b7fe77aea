//! `dcount`

use crate::kernel::distinct::Distinct;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "dcount",
    Types::Overloads(&[takes(&[ANY, LONG], KqlType::Long).optional(1)]),
    AggregateName::Prefix("dcount_"),
    AggregateEval::Grouped(|types, _| Ok(Distinct::count(types))),
    Doc::new("dcount(value [, accuracy])", "The number of different values.", &[])
        .notes("Nulls do not count. The count is exact where Microsoft's engine estimates."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_aggregate as check, s};

    #[test]
    fn counts() {
        check("dcount", &[&[s("a")], &[s("A")], &[s("a")], &[s("")]], "3");
        check("dcount", &[&[Value::Long(1), Value::Long(4)], &[Value::Null, Value::Long(4)]], "1");
        check("dcount", &[], "0");
    }
}
