//! `replace`, the older form of `replace_regex`.

use crate::prelude::*;
use crate::text::{regex, rewrite};
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "replace",
    Types::Overloads(&[takes(&[STRING, STRING, STRING], KqlType::String)]),
    Eval::Prepared(prepare),
    Doc::new(
        "replace(pattern, rewrite, text)",
        "The text with every match of the pattern rewritten.",
        &[("replace(@'(\\w+) (\\w+)', @'\\2 \\1', 'one two')", "two one")],
    )
    .notes("An older form of `replace_regex` with its arguments in another order."),
);

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    let regex = regex(call.constant_str(0, "the pattern")?)?;
    Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue {
        Value::string(rewrite(&regex, &text(args, 2), &text(args, 1)))
    }))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn rewrites() {
        check("replace", &[s("b+"), s("-"), s("abbbc")], "a-c");
    }
}
