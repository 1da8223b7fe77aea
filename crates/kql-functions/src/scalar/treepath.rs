//! `treepath`

use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "treepath",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "treepath(value)",
        "The paths to all parts of a `dynamic`, as an array.",
        &[("treepath(dynamic({'a':{'b':1}, 'c':[2]}))", "[\"['a']\",\"['a']['b']\",\"['c']\",\"['c'][0]\"]")],
    ),
)
.named(AutoName::Prefix("tree_"));

fn run(args: &[Value<'_>]) -> OwnedValue {
    let root = args.first().map_or(Json::Null, Value::to_json);
    let mut paths = Vec::new();
    // Parts still to visit, the next one last.
    let mut open = vec![(String::new(), &root)];
    while let Some((path, part)) = open.pop() {
        if !path.is_empty() {
            paths.push(path.clone());
        }
        match part {
            Json::Object(bag) => open.extend(bag.iter().rev().map(|(k, v)| (format!("{path}['{k}']"), v))),
            Json::Array(items) => {
                open.extend(items.iter().enumerate().rev().map(|(i, v)| (format!("{path}[{i}]"), v)));
            }
            _ => {}
        }
    }
    dynamic_array(paths.into_iter().map(Json::String).collect())
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn paths() {
        check("treepath", &[dynamic("{\"x\":{\"y\":2}}")], "[\"['x']\",\"['x']['y']\"]");
        check("treepath", &[dynamic("5")], "[]");
    }
}
