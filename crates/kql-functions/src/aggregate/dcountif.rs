//! `dcountif`

use crate::kernel::distinct::Distinct;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "dcountif",
    Types::Overloads(&[takes(&[ANY, BOOL, LONG], KqlType::Long).optional(1)]),
    AggregateName::Prefix("dcountif_"),
    AggregateEval::Grouped(|types, _| Ok(Distinct::count_if(types))),
    Doc::new(
        "dcountif(value, condition [, accuracy])",
        "The number of different values over the rows in which a condition is true.",
        &[],
    )
    .notes("Nulls do not count. The count is exact where Microsoft's engine estimates."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_aggregate as check, s};

    #[test]
    fn counts() {
        let row = |v, c| [s(v), Value::Bool(c)];
        check("dcountif", &[&row("a", true), &row("b", false), &row("a", true)], "1");
    }
}
