//! `make_set`

use crate::kernel::distinct::Distinct;
use crate::kernel::gather::LIST_TYPES;
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "make_set",
    Types::Overloads(LIST_TYPES),
    AggregateName::Prefix("set_"),
    AggregateEval::Grouped(Distinct::set),
    Doc::new(
        "make_set(value [, most])",
        "The different values as an array, in the order in which they first came.",
        &[],
    )
    .notes("Nulls are left out. An array adds its items. At most 1,048,576 values, or as many as asked for."),
)
.aliases(&["makeset"]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_aggregate as check, dynamic, s};

    #[test]
    fn gathers() {
        check("make_set", &[&[s("b")], &[s("a")], &[s("b")], &[s("")]], "[\"b\",\"a\",\"\"]");
        check("make_set", &[&[dynamic("[1,2]")], &[dynamic("[2,3]")], &[Value::Null]], "[1,2,3]");
        check("make_set", &[&[Value::Int(1), Value::Long(1)], &[Value::Int(2), Value::Long(1)]], "[1]");
        check("make_set", &[], "[]");
    }
}
