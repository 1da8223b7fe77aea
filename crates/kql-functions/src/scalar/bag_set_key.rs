//! `bag_set_key`

use crate::json;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "bag_set_key",
    Types::Overloads(&[takes(&[DYNAMIC, STRING, ANY], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "bag_set_key(bag, key, value)",
        "A property bag with a key set to a value.",
        &[
            ("bag_set_key(dynamic({'a':1}), 'b', 2)", "{\"a\":1,\"b\":2}"),
            ("bag_set_key(dynamic({'a':1}), 'a', 'x')", "{\"a\":\"x\"}"),
        ],
    )
    .notes("Paths are not taken; a key that begins with `$` is an ordinary key."),
)
.sees_nulls();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (Some(mut bag), Some(value)) = (args.first().and_then(json::bag_of), args.get(2)) else {
        return Value::Null;
    };
    bag.insert(text(args, 1).into_owned(), json::from_value(value));
    Value::json(&serde_json::Value::Object(bag))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic, s};

    #[test]
    fn sets() {
        check("bag_set_key", &[dynamic("{}"), s("k"), Value::Null], "{\"k\":null}");
        check("bag_set_key", &[dynamic("[]"), s("k"), Value::Long(1)], "null");
    }
}
