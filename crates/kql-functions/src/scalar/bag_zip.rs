//! `bag_zip`

use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "bag_zip",
    Types::Overloads(&[takes(&[DYNAMIC, DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "bag_zip(keys, values)",
        "A property bag of an array of keys and an array of values.",
        &[
            ("bag_zip(dynamic(['a', 'b']), dynamic([1, 2, 3]))", "{\"a\":1,\"b\":2}"),
            ("bag_zip(dynamic(['a', 'b']), dynamic([1]))", "{\"a\":1,\"b\":null}"),
        ],
    )
    .notes("A key that is not a string is left out with its value. Without an array of keys the result is null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(keys) = array(args, 0) else {
        return Value::Null;
    };
    let mut values = array(args, 1).unwrap_or_default().into_iter();
    let mut bag = serde_json::Map::new();
    for key in keys {
        let value = values.next().unwrap_or(Json::Null);
        if let Json::String(key) = key {
            bag.insert(key, value);
        }
    }
    Value::json(&Json::Object(bag))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn zips() {
        check("bag_zip", &[dynamic("[\"a\",8,\"b\"]"), dynamic("[1,\"2\",2.5]")], "{\"a\":1,\"b\":2.5}");
        check("bag_zip", &[dynamic("[\"a\"]"), dynamic("1")], "{\"a\":null}");
        check("bag_zip", &[dynamic("\"a\""), dynamic("[1]")], "null");
    }
}
