//! `make_list_with_nulls`

use crate::kernel::gather::{LIST_TYPES, List};
use crate::prelude::*;

pub(crate) static FUNCTION: Aggregate = Aggregate::new(
    "make_list_with_nulls",
    Types::Overloads(LIST_TYPES),
    AggregateName::Prefix("list_"),
    AggregateEval::Accumulator(|_, constants| List::with_nulls(constants, 1)),
    Doc::new("make_list_with_nulls(value)", "The values as an array, nulls too.", &[]).notes("As `make_list`."),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check_aggregate as check, dynamic, s};

    #[test]
    fn gathers() {
        check("make_list_with_nulls", &[&[Value::Long(1)], &[Value::Null]], "[1,null]");
        check("make_list_with_nulls", &[&[s("")], &[dynamic("[]")]], "[\"\"]");
    }
}
