//! `bag_keys`

use crate::json;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "bag_keys",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "bag_keys(bag)",
        "The keys of a property bag, as an array.",
        &[("bag_keys(dynamic({'b':1,'a':2}))", "[\"b\",\"a\"]"), ("bag_keys(dynamic([]))", "null")],
    )
    .notes("Keys stand in the order of the bag. What is no bag gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    match args.first().and_then(json::bag_of) {
        Some(bag) => dynamic_array(bag.keys().map(|k| k.as_str().into()).collect()),
        None => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn keys() {
        check("bag_keys", &[dynamic("{}")], "[]");
        check("bag_keys", &[dynamic("{\"a\\\"\":{\"x\":1}}")], "[\"a\\\"\"]");
    }
}
