//! `bag_merge`

use crate::json;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "bag_merge",
    Types::Overloads(&[takes(&[DYNAMIC, DYNAMIC], KqlType::Dynamic).variadic()]),
    Eval::Row(run),
    Doc::new(
        "bag_merge(bag, bag, …)",
        "One property bag of several.",
        &[("bag_merge(dynamic({'a':1}), dynamic({'a':2,'b':3}))", "{\"a\":1,\"b\":3}")],
    )
    .notes("Where several bags have a key the first counts. What is no bag adds nothing."),
)
.sees_nulls();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let mut bags = args.iter().filter_map(json::bag_of);
    let Some(mut merged) = bags.next() else {
        return Value::Null;
    };
    for bag in bags {
        for (key, value) in bag {
            merged.entry(key).or_insert(value);
        }
    }
    Value::json(&serde_json::Value::Object(merged))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn merges() {
        check("bag_merge", &[Value::Null, dynamic("{\"k\":1}"), dynamic("[1]")], "{\"k\":1}");
        check("bag_merge", &[Value::Null, Value::Null], "null");
    }
}
