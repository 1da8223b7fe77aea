//! `$path`: what `d.a["b"][0]` means.

use crate::call::by_row;
use crate::json::{Key, Tapes, find_kept};
use crate::prelude::*;
use crate::{BatchFunction, ColumnArg, Nulls};
use arrow::array::{Array, AsArray, StringViewBuilder};
use std::borrow::Cow;
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "$path",
    Types::Custom(bind),
    Eval::Batch(prepare),
    Doc::new(
        "$path(base, key, …)",
        "The part of a `dynamic` that keys and indexes lead to.",
        &[
            ("dynamic({'a':{'b':[1,2]}}).a.b[1]", "2"),
            ("dynamic([1,2,3])[-1]", "3"),
            ("dynamic({'a':1}).b", "null"),
        ],
    )
    .notes("This is how paths are written down for the engine; in a query write `d.a[\"b\"][0]`. A negative index counts from the end. What is not there is null."),
)
.sees_nulls();

fn bind(args: &[KqlType]) -> Result<Bound, String> {
    let Some((KqlType::Dynamic, keys)) = args.split_first() else {
        return Err("only a dynamic value has members".to_owned());
    };
    let key = |ty: &KqlType| match ty {
        KqlType::String | KqlType::Long | KqlType::Dynamic => Ok(*ty),
        KqlType::Int => Ok(KqlType::Long),
        other => Err(format!("a member is named by a string or a number, not by {other}")),
    };
    let params = std::iter::once(Ok(KqlType::Dynamic)).chain(keys.iter().map(key)).collect::<Result<_, _>>()?;
    Ok(Bound { params, returns: KqlType::Dynamic })
}

/// Constant paths go column by column. All paths into one column share its reading.
fn prepare(call: &Call<'_>) -> Result<BatchFunction, String> {
    let rest = by_row(call, Nulls::Handled, run);
    let path: Option<Vec<Key>> = call.constants.iter().skip(1).map(|c| key(c.as_ref()?)).collect();
    let Some(path) = path else { return Ok(rest) };
    Ok(Arc::new(move |args, rows| {
        let column = match args.first() {
            Some(ColumnArg::Array(array)) => array.as_string_view_opt(),
            _ => None,
        };
        let Some(column) = column else { return rest(args, rows) };
        let mut parts = StringViewBuilder::with_capacity(column.len());
        Tapes::with(column, |tapes| {
            for row in 0..column.len() {
                let json = if column.is_null(row) { "null" } else { column.value(row) };
                match tapes.find(row, json, &path) {
                    None | Some("null") => parts.append_null(),
                    Some(part) => parts.append_value(part),
                }
            }
        });
        Ok(Arc::new(parts.finish()))
    }))
}

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some((Value::Dynamic(base), keys)) = args.split_first() else {
        return Value::Null;
    };
    let path: Option<Vec<Key>> = keys.iter().map(key).collect();
    match path.and_then(|path| find_kept(base, &path)) {
        None | Some("null") => Value::Null,
        Some(part) => Value::Dynamic(Cow::Owned(part.to_owned())),
    }
}

fn key(value: &Value<'_>) -> Option<Key> {
    match crate::convert::unwrap(value).as_ref() {
        Value::String(name) => Some(Key::Name(name.to_string())),
        other => other.as_i64().map(Key::Index),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic, s};

    #[test]
    fn paths() {
        let d = || dynamic(r#"{"a":{"b":[1,{"c":"x"},null]}}"#);
        check("$path", &[d(), s("a"), s("b"), Value::Long(1), s("c")], "x");
        check("$path", &[d(), s("a"), s("b"), Value::Long(-1)], "null");
        check("$path", &[d(), s("A")], "null");
        check("$path", &[d(), dynamic("\"a\""), s("b"), Value::Int(0)], "1");
        check("$path", &[dynamic("\"text\""), s("a")], "null");
        check("$path", &[Value::Null, s("a")], "null");
    }
}
