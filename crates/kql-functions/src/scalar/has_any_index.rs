//! `has_any_index`

use crate::kernel::list::{constant_items, flatten, texts};
use crate::prelude::*;
use crate::text::Needles;
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "has_any_index",
    Types::Overloads(&[takes(&[STRING, DYNAMIC], KqlType::Long)]),
    Eval::Prepared(prepare),
    Doc::new(
        "has_any_index(text, terms)",
        "The place in an array of the first term that the text has, or -1.",
        &[
            ("has_any_index('this is an example', dynamic(['An', 'example']))", "0"),
            ("has_any_index('abc', dynamic(['x']))", "-1"),
        ],
    )
    .notes("A term counts as with `has`."),
);

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    let constant = constant_items(call).map(|items| Needles::new(&texts(&items)));
    Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue {
        let mut buffer = String::new();
        let source = text(args, 0);
        let found = match &constant {
            Some(needles) => needles.first_in(&source, &mut buffer),
            None => Needles::new(&texts(&flatten(args.get(1)))).first_in(&source, &mut buffer),
        };
        found.map_or(Value::Long(-1), |i| i64::try_from(i).ok().into())
    }))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic, s};

    #[test]
    fn places() {
        check("has_any_index", &[s("net user"), dynamic("[\"x\",\"USER\",\"net\"]")], "1");
        check("has_any_index", &[s(""), dynamic("[]")], "-1");
    }
}
