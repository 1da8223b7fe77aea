//! `parse_json`, `todynamic`

use crate::call::by_row;
use crate::json;
use crate::prelude::*;
use crate::{BatchFunction, ColumnArg, Nulls};
use std::borrow::Cow;
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "parse_json",
    Types::Overloads(&[takes(&[STRING], KqlType::Dynamic), takes(&[ANY], KqlType::Dynamic)]),
    Eval::Batch(prepare),
    Doc::new(
        "parse_json(text)",
        "The JSON in a text as a `dynamic`.",
        &[
            ("parse_json('{\"a\": [1, 2.0]}')", "{\"a\":[1,2.0]}"),
            ("parse_json('not json')", "not json"),
            ("parse_json('')", "null"),
        ],
    )
    .notes("Text that is not JSON, or is nested deeper than 128 levels, becomes a dynamic string of that text. A `dynamic` argument comes back as it is."),
)
.aliases(&["todynamic", "parsejson", "toobject"])
.named_by_argument();

/// A `dynamic` is what it is.
fn prepare(call: &Call<'_>) -> Result<BatchFunction, String> {
    let rest = by_row(call, Nulls::Propagate, run);
    let given = call.types.first() == Some(&KqlType::Dynamic);
    Ok(Arc::new(move |args, rows| match args.first() {
        Some(ColumnArg::Array(array)) if given => Ok(Arc::clone(array)),
        _ => rest(args, rows),
    }))
}

fn run(args: &[Value<'_>]) -> OwnedValue {
    match args.first() {
        Some(Value::String(text)) => {
            json::parse(text).map_or(Value::Null, |json| Value::Dynamic(Cow::Owned(json.into_owned())))
        }
        Some(value) => crate::convert::to(value, KqlType::Dynamic),
        None => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic, s};

    #[test]
    fn json() {
        check("parse_json", &[s(" {\"b\":1, \"a\":1.0} ")], "{\"b\":1,\"a\":1.0}");
        check("todynamic", &[s("{broken")], "{broken");
        check("todynamic", &[s("null")], "null");
        check("todynamic", &[dynamic("[1]")], "[1]");
        check("todynamic", &[Value::Long(5)], "5");
    }
}
