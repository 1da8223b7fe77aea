//! `hll_merge` of one row

use crate::kernel::hll::Hll;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "hll_merge",
    Types::Overloads(&[takes(&[DYNAMIC, DYNAMIC], KqlType::Dynamic).optional(1).variadic()]),
    Eval::Row(run),
    Doc::new(
        "hll_merge(sketch, sketch, …)",
        "One sketch of several sketches of `hll`.",
        &[("dcount_hll(hll_merge(toscalar(range x from 1 to 5 step 1 | summarize hll(x)), toscalar(range x from 4 to 9 step 1 | summarize hll(x))))", "9")],
    )
    .notes("What is no sketch is left out; of none the result is null. In `summarize` it merges the sketches of all rows."),
)
.sees_nulls();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let merged = args.iter().filter_map(Hll::of_value).reduce(|mut all, next| {
        all.merge(next);
        all
    });
    merged.map_or(Value::Null, |sketch| sketch.to_value())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn nothing() {
        check("hll_merge", &[Value::Null, dynamic("{}")], "null");
    }
}
