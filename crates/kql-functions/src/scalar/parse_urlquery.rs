//! `parse_urlquery`

use crate::kernel::url::query;
use crate::prelude::*;
use serde_json::{Map, Value as Json};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "parse_urlquery",
    Types::Overloads(&[takes(&[STRING], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "parse_urlquery(query)",
        "The parameters of a URL's query as a property bag.",
        &[("parse_urlquery('k1=v1&k2=v2')", "{\"Query Parameters\":{\"k1\":\"v1\",\"k2\":\"v2\"}}")],
    )
    .notes("A question mark in front may stay. Nothing is decoded."),
)
.aliases(&["parseurlquery"]);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let source = text(args, 0);
    let mut bag = Map::new();
    bag.insert("Query Parameters".to_owned(), Json::Object(query(source.strip_prefix('?').unwrap_or(&source))));
    Value::json(&Json::Object(bag))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn parameters() {
        check("parse_urlquery", &[s("?a=1&b&a=2")], r#"{"Query Parameters":{"a":"1","b":""}}"#);
        check("parse_urlquery", &[s("")], r#"{"Query Parameters":{}}"#);
    }
}
