//! `dynamic_to_json`

use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "dynamic_to_json",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::String)]),
    Eval::Row(|args| Value::string(sorted(args.first().map_or(Json::Null, Value::to_json)).to_string())),
    Doc::new(
        "dynamic_to_json(value)",
        "A `dynamic` as JSON text in one canonical form: keys sorted at every level.",
        &[("dynamic_to_json(dynamic({'b':[1, 2], 'a':null}))", "{\"a\":null,\"b\":[1,2]}")],
    ),
);

/// Nesting is bounded by how deep JSON may be read.
fn sorted(json: Json) -> Json {
    match json {
        Json::Object(bag) => {
            let mut pairs: Vec<_> = bag.into_iter().map(|(k, v)| (k, sorted(v))).collect();
            pairs.sort_by(|a, b| a.0.cmp(&b.0));
            Json::Object(pairs.into_iter().collect())
        }
        Json::Array(items) => Json::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn canonical() {
        check(
            "dynamic_to_json",
            &[dynamic("{\"b\":{\"d\":1,\"c\":2},\"a\":1.0}")],
            "{\"a\":1.0,\"b\":{\"c\":2,\"d\":1}}",
        );
        check("dynamic_to_json", &[dynamic("\"x\"")], "\"x\"");
    }
}
