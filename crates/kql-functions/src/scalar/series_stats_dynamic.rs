//! `series_stats_dynamic`

use crate::kernel::series::line::bag;
use crate::kernel::series::stats::{STATS, counted, stats};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_stats_dynamic",
    Types::Overloads(&[takes(&[DYNAMIC, BOOL], KqlType::Dynamic).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "series_stats_dynamic(series [, ignore_nonfinite])",
        "The least and greatest item of a series with their positions, the mean, the standard deviation, the variance, the sum and the length, as a property bag.",
        &[("series_stats_dynamic(dynamic([2, 4, 9])).max_idx", "2"), ("series_stats_dynamic(dynamic([2, 4])).avg", "3.0")],
    )
    .notes("The names are `min`, `min_idx`, `max`, `max_idx`, `avg`, `stdev`, `variance`, `sum` and `len`. What is no number is left out."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(items) = counted(args) else {
        return Value::Null;
    };
    let (values, sum) = stats(&items);
    let names = STATS.iter().map(|(name, _)| *name).chain(["sum", "len"]);
    Value::json(&bag(names, values.into_iter().chain([sum.into(), items.len().into()])))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn statistics() {
        check(
            "series_stats_dynamic",
            &[dynamic("[2,null,4,9]")],
            r#"{"min":2.0,"min_idx":0,"max":9.0,"max_idx":3,"avg":5.0,"stdev":3.605551275463989,"variance":13.0,"sum":15.0,"len":4}"#,
        );
    }
}
