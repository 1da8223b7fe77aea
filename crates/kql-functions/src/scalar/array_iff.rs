//! `array_iff`

use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "array_iff",
    Types::Overloads(&[takes(&[DYNAMIC, ANY, ANY], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "array_iff(conditions, when_true, when_false)",
        "For each condition of an array the item of one array or of another.",
        &[
            ("array_iff(dynamic([true, false, true]), dynamic([1, 2, 3]), dynamic([4, 5, 6]))", "[1,5,3]"),
            ("array_iff(dynamic([1, 0]), 'yes', 'no')", "[\"yes\",\"no\"]"),
        ],
    )
    .notes("Numbers other than 0 count as true; conditions that are neither give null."),
)
.aliases(&["array_iif"]);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(conditions) = array(args, 0) else {
        return Value::Null;
    };
    // A scalar stands for an array of itself.
    let side = |index: usize| {
        let items = array(args, index);
        let scalar = args.get(index).map_or(Json::Null, crate::json::from_value);
        move |i: usize| items.as_ref().map_or(scalar.clone(), |items| items.get(i).cloned().unwrap_or(Json::Null))
    };
    let (when_true, when_false) = (side(1), side(2));
    let choose = |(i, condition): (usize, &Json)| match condition {
        Json::Bool(true) => when_true(i),
        Json::Bool(false) => when_false(i),
        Json::Number(number) if number.as_f64() == Some(0.0) => when_false(i),
        Json::Number(_) => when_true(i),
        _ => Json::Null,
    };
    dynamic_array(conditions.iter().enumerate().map(choose).collect())
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn arrays() {
        check("array_iff", &[dynamic("[true,true,null]"), dynamic("[1]"), dynamic("[3,4]")], "[1,null,null]");
    }
}
