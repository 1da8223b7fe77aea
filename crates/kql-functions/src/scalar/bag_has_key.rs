//! `bag_has_key`

use crate::json::{Key, find, parse_path};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "bag_has_key",
    Types::Overloads(&[takes(&[DYNAMIC, STRING], KqlType::Bool)]),
    Eval::Row(run),
    Doc::new(
        "bag_has_key(bag, key)",
        "Whether a property bag has a key, or the end of a path such as `$.a.b`.",
        &[
            ("bag_has_key(dynamic({'a':{'b':1}}), 'a')", "True"),
            ("bag_has_key(dynamic({'a':{'b':1}}), '$.a.c')", "False"),
        ],
    ),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(Value::Dynamic(bag)) = args.first() else {
        return Value::Null;
    };
    let key = text(args, 1);
    let path = if key.starts_with('$') { parse_path(&key) } else { None };
    let path = path.unwrap_or_else(|| vec![Key::Name(key.into_owned())]);
    Value::Bool(find(bag, &path).is_some())
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic, s};

    #[test]
    fn keys() {
        check("bag_has_key", &[dynamic("{\"key2\":{\"prop1\":null}}"), s("$.key2.prop1")], "True");
        check("bag_has_key", &[dynamic("[1]"), s("a")], "False");
    }
}
