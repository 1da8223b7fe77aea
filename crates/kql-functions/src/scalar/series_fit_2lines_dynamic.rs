//! `series_fit_2lines_dynamic`

use crate::kernel::series::line::bag;
use crate::kernel::series::numbers;
use crate::kernel::series::two_lines::{TWO_LINES, fit};
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_fit_2lines_dynamic",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "series_fit_2lines_dynamic(series)",
        "Two straight lines that fit a series best, one up to a break and one from there on, as a property bag.",
        &[
            ("series_fit_2lines_dynamic(dynamic([1, 2, 3, 9, 8, 7])).split_idx", "3"),
            ("series_fit_2lines_dynamic(dynamic([1, 2, 3, 9, 8, 7])).right.slope", "-1.0"),
        ],
    )
    .notes("The names are those of `series_fit_2lines`; `left` and `right` are bags of their own. A series with fewer than four numbers gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(values) = numbers(args, 0).and_then(|items| fit(&items)) else {
        return Value::Null;
    };
    let named: Vec<(&str, Json)> = TWO_LINES.iter().map(|(name, _)| *name).zip(values).collect();
    let side = |prefix: &str| {
        let own = named.iter().filter_map(|(name, value)| Some((name.strip_prefix(prefix)?, value.clone())));
        let (names, values): (Vec<&str>, Vec<Json>) = own.unzip();
        bag(names, values)
    };
    let common = named.iter().take(5);
    let names = common.clone().map(|(name, _)| *name).chain(["right", "left"]);
    let values = common.map(|(_, value)| value.clone()).chain([side("right_"), side("left_")]);
    Value::json(&bag(names, values))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn nothing() {
        check("series_fit_2lines_dynamic", &[dynamic("[1,2,3]")], "null");
    }
}
