//! `bag_pack`

use crate::json;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "bag_pack",
    Types::Custom(bind),
    Eval::Row(run),
    Doc::new(
        "bag_pack(key, value, …)",
        "A property bag of keys and values.",
        &[
            ("bag_pack('name', 'alice', 'age', 30)", "{\"name\":\"alice\",\"age\":30}"),
            ("bag_pack('a', int(null))", "{\"a\":null}"),
        ],
    )
    .notes("Properties stand in the order of the arguments."),
)
.aliases(&["pack", "pack_dictionary"])
.sees_nulls();

fn bind(args: &[KqlType]) -> Result<Bound, String> {
    if !args.len().is_multiple_of(2) {
        return Err(format!("`bag_pack` takes pairs of a key and a value, not {} arguments", args.len()));
    }
    Ok(Bound { params: args.to_vec(), returns: KqlType::Dynamic })
}

fn run(args: &[Value<'_>]) -> OwnedValue {
    let bag = args.chunks_exact(2).filter_map(|pair| match pair {
        [key, value] => Some((crate::convert::to_str(key).into_owned(), json::from_value(value))),
        _ => None,
    });
    Value::json(&serde_json::Value::Object(bag.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic, s};

    #[test]
    fn bags() {
        check("pack", &[s("b"), dynamic("[1]"), s("a"), Value::Null], r#"{"b":[1],"a":null}"#);
        check("bag_pack", &[Value::Long(1), Value::Real(2.0)], r#"{"1":2.0}"#);
        check("bag_pack", &[s("a")], "error: `bag_pack` takes pairs of a key and a value, not 1 arguments");
    }
}
