//! `bag_remove_keys`

use crate::json::{self, Key, parse_path};
use crate::prelude::*;
use serde_json::{Map, Value as Json};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "bag_remove_keys",
    Types::Overloads(&[takes(&[DYNAMIC, DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "bag_remove_keys(bag, keys)",
        "A property bag without some keys, or the ends of paths such as `$.a.b`.",
        &[("bag_remove_keys(dynamic({'a':1,'b':{'c':2,'d':3}}), dynamic(['a', '$.b.c']))", "{\"b\":{\"d\":3}}")],
    ),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(mut bag) = args.first().and_then(json::bag_of) else {
        return Value::Null;
    };
    for key in array(args, 1).unwrap_or_default() {
        let Json::String(key) = key else { continue };
        match parse_path(&key).as_deref() {
            Some(path) => remove(&mut bag, path),
            None => {
                bag.shift_remove(&key);
            }
        }
    }
    Value::json(&Json::Object(bag))
}

fn remove(bag: &mut Map<String, Json>, path: &[Key]) {
    match path {
        [Key::Name(last)] => {
            bag.shift_remove(last);
        }
        [Key::Name(first), rest @ ..] => {
            if let Some(Json::Object(inner)) = bag.get_mut(first) {
                remove(inner, rest);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn removes() {
        check("bag_remove_keys", &[dynamic("{\"a\":1,\"b\":2}"), dynamic("[\"x\",\"$.b.c\",5]")], "{\"a\":1,\"b\":2}");
    }
}
