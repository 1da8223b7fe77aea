//! `count_distinct`

use crate::kernel::distinct::Distinct;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "count_distinct",
    Types::Overloads(&[takes(&[ANY], KqlType::Long).variadic()]),
    AggregateName::Prefix("count_distinct_"),
    AggregateEval::Grouped(|types, _| Ok(Distinct::count_all(types))),
    Doc::new(
        "count_distinct(value, …)",
        "The number of different values, or of different combinations of several.",
        &[],
    )
    .notes("Nulls do not count. The count is exact."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_aggregate as check, s};

    #[test]
    fn counts() {
        let row = |a, b| [s(a), Value::Long(b)];
        check("count_distinct", &[&row("a", 1), &row("a", 2), &row("a", 1)], "2");
        check("count_distinct", &[&[Value::Real(1.0)], &[Value::Null]], "1");
    }
}
