//! `count_distinctif`

use crate::kernel::distinct::Distinct;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "count_distinctif",
    Types::Overloads(&[takes(&[ANY, BOOL], KqlType::Long)]),
    AggregateName::Prefix("count_distinctif_"),
    AggregateEval::Grouped(|types, _| Ok(Distinct::count_if(types))),
    Doc::new(
        "count_distinctif(value, condition)",
        "The number of different values over the rows in which a condition is true.",
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
        let row = |v, c| [s(v), Value::Bool(c)];
        check("count_distinctif", &[&row("a", true), &row("b", false), &row("a", true)], "1");
    }
}
