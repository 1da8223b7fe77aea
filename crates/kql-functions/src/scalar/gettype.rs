//! `gettype`

use crate::prelude::*;
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "gettype",
    Types::Overloads(&[takes(&[ANY], KqlType::String)]),
    Eval::Prepared(prepare),
    Doc::new(
        "gettype(value)",
        "The name of a value's type; of a `dynamic` that of what is in it.",
        &[
            ("gettype(1)", "long"),
            ("gettype(int(null))", "int"),
            ("gettype(dynamic({'a':1}))", "dictionary"),
            ("gettype(dynamic([1]))", "array"),
            ("gettype(dynamic(null))", "null"),
            ("gettype(dynamic(1.5))", "double"),
        ],
    ),
)
.sees_nulls()
.named(AutoName::Prefix("type_"));

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    let ty = call.types.first().copied().unwrap_or(KqlType::Dynamic);
    Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue {
        if ty != KqlType::Dynamic {
            return Value::str(ty.name());
        }
        Value::str(match args.first() {
            None | Some(Value::Null) => "null",
            Some(value) => match crate::convert::unwrap(value).as_ref() {
                Value::Bool(_) => "bool",
                Value::Long(_) => "long",
                Value::Real(_) => "double",
                Value::String(_) => "string",
                Value::Dynamic(text) if text.starts_with('[') => "array",
                Value::Dynamic(_) => "dictionary",
                _ => "null",
            },
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic, timespan};

    #[test]
    fn names() {
        check("gettype", &[timespan("1d")], "timespan");
        check("gettype", &[dynamic("true")], "bool");
        check("gettype", &[dynamic("\"x\"")], "string");
        check("gettype", &[Value::Null], "null");
    }
}
