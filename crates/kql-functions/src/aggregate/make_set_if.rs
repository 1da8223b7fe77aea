//! `make_set_if`

use crate::kernel::distinct::Distinct;
use crate::kernel::gather::LIST_IF_TYPES;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "make_set_if",
    Types::Overloads(LIST_IF_TYPES),
    AggregateName::Prefix("set_"),
    AggregateEval::Grouped(Distinct::set_if),
    Doc::new(
        "make_set_if(value, condition [, most])",
        "The different values of the rows in which a condition is true, as an array.",
        &[],
    )
    .notes("As `make_set`."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_aggregate as check, dynamic, s};

    #[test]
    fn gathers() {
        let row = |v, c| [s(v), Value::Bool(c)];
        check("make_set_if", &[&row("a", true), &row("b", false), &row("a", true)], "[\"a\"]");
        check("make_set_if", &[&[dynamic("1"), Value::Null]], "[]");
    }
}
