//! Right-hand sides that are lists: `in (…)`, `has_any (…)`.

use crate::{Bound, Call, KqlType, OwnedValue, Value, json};

/// The types of an operator whose left side is a text and whose right side is a list of anything.
pub(crate) fn text_list_types(args: &[KqlType]) -> Result<Bound, String> {
    let Some((first, rest)) = args.split_first() else {
        return Err("a list operator takes a value and a list".to_owned());
    };
    if !matches!(first, KqlType::String | KqlType::Dynamic) {
        return Err(format!("the left side has to be a string, not {first}"));
    }
    let params = std::iter::once(KqlType::String).chain(rest.iter().copied()).collect();
    Ok(Bound { params, returns: KqlType::Bool })
}

/// The items of a list, dynamic arrays taken apart. Null arrays have no items.
pub(crate) fn flatten<'v>(values: impl IntoIterator<Item = &'v Value<'v>>) -> Vec<OwnedValue> {
    let mut items = Vec::new();
    for value in values {
        match value {
            Value::Dynamic(_) => match json::array_of(value) {
                Some(array) => items.extend(array.iter().map(json::to_value)),
                None => items.push(value.clone().into_owned()),
            },
            other => items.push(other.clone().into_owned()),
        }
    }
    items
}

/// The items after the first argument, if all of them are constant.
pub(crate) fn constant_items(call: &Call<'_>) -> Option<Vec<OwnedValue>> {
    let rest: Option<Vec<&OwnedValue>> = call.constants.iter().skip(1).map(Option::as_ref).collect();
    rest.map(flatten)
}

/// The items as texts.
pub(crate) fn texts(items: &[OwnedValue]) -> Vec<String> {
    items.iter().map(|item| crate::convert::to_str(item).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_are_flattened() {
        let items = flatten(&[Value::str("a"), Value::Dynamic("[\"b\",1,[2]]".into()), Value::Dynamic("\"c\"".into())]);
        assert_eq!(texts(&items), ["a", "b", "1", "[2]", "c"]);
    }
}
