//! `array_sum`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "array_sum",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Real)]),
    Eval::Row(run),
    Doc::new(
        "array_sum(array)",
        "The sum of an array of numbers.",
        &[("array_sum(dynamic([1, 2, 3.5]))", "6.5"), ("array_sum(dynamic([]))", "null")],
    )
    .notes("Nulls are left out. An array without numbers, or with anything else, gives null."),
)
.aliases(&["series_sum"]);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let items = array(args, 0).unwrap_or_default();
    let numbers: Vec<f64> = items.iter().filter_map(serde_json::Value::as_f64).collect();
    let whole = items.iter().all(|item| item.is_number() || item.is_null());
    if numbers.is_empty() || !whole { Value::Null } else { Value::Real(numbers.iter().sum::<f64>() + 0.0) }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn arrays() {
        check("array_sum", &[dynamic("[1,null,2]")], "3.0");
        check("array_sum", &[dynamic("[1,\"a\"]")], "null");
    }
}
