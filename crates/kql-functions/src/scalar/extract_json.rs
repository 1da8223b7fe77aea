//! `extract_json`, `extractjson`

use crate::convert;
use crate::json::{find, parse_path};
use crate::prelude::*;
use std::borrow::Cow;
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "extract_json",
    Types::Overloads(&[
        takes(&[STRING, STRING], KqlType::String),
        Overload::new(&[STRING, STRING, TYPE], Returns::TypeArgument(2, KqlType::String)),
    ]),
    Eval::Prepared(prepare),
    Doc::new(
        "extract_json(path, text [, typeof(type)])",
        "The part of a JSON text that a path leads to.",
        &[
            ("extract_json('$.name', '{\"name\": \"John\", \"age\": 30}')", "John"),
            ("extract_json('$.a[1].b', '{\"a\": [1, {\"b\": 7}]}', typeof(int))", "7"),
            ("extract_json('$.x', '{}')", ""),
        ],
    )
    .notes("The path is constant and begins with `$`. Where there is no such part the result is `\"\"`, or null where another type is asked for."),
)
.aliases(&["extractjson"]);

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    let path = call.constant_str(0, "the path")?;
    let path = parse_path(path).ok_or_else(|| format!("`{path}` is not a path such as `$.a[0]['b']`"))?;
    let returns = call.returns;
    Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue {
        match find(&text(args, 1), &path) {
            None | Some("null") => Value::Null,
            Some(part) => convert::to(&Value::Dynamic(Cow::Borrowed(part)), returns),
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn parts() {
        check("extractjson", &[s("$.a.b"), s("{\"a\":{\"b\":[1, 2]}}")], "[1, 2]");
        check("extractjson", &[s("$.a"), s("not json"), Value::Type(KqlType::Long)], "null");
        check("extract_json", &[s("a"), s("{}")], "error: `a` is not a path such as `$.a[0]['b']`");
    }
}
