//! `make_list_if`

use crate::kernel::gather::{Filtered, LIST_IF_TYPES, List};
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "make_list_if",
    Types::Overloads(LIST_IF_TYPES),
    AggregateName::Prefix("list_"),
    AggregateEval::Accumulator(|types, constants| Filtered::wrap(List::list(types, constants, 2))),
    Doc::new(
        "make_list_if(value, condition [, most])",
        "The values of the rows in which a condition is true, as an array.",
        &[],
    )
    .notes("As `make_list`."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_aggregate as check, dynamic, s};

    #[test]
    fn gathers() {
        let row = |v, c| [Value::Long(v), Value::Bool(c), Value::Long(2)];
        check("make_list_if", &[&row(1, true), &row(2, false), &row(3, true), &row(4, true)], "[1,3]");
        check("make_list_if", &[&[s("x"), Value::Null], &[dynamic("1"), Value::Bool(true)]], "[1]");
    }
}
