//! `make_list`

use crate::kernel::gather::{LIST_TYPES, List};
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "make_list",
    Types::Overloads(LIST_TYPES),
    AggregateName::Prefix("list_"),
    AggregateEval::Accumulator(|types, constants| List::list(types, constants, 1)),
    Doc::new("make_list(value [, most])", "The values as an array, in the order in which they came.", &[])
        .notes("Nulls are left out, but those of a `dynamic` are kept. An array adds its items. At most 1,048,576 values, or as many as asked for."),
)
.aliases(&["makelist"]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_aggregate as check, dynamic, s};

    #[test]
    fn gathers() {
        check("make_list", &[&[Value::Real(1.5)], &[Value::Real(f64::NAN)]], "[1.5,\"NaN\"]");
        check("make_list", &[&[dynamic("{\"x\":1}")], &[Value::Null], &[dynamic("[1,2]")]], "[{\"x\":1},null,1,2]");
        check("make_list", &[&[s("a"), Value::Long(-1)]], "error: the number of values must not be negative");
    }
}
