//! `replace_regex`

use crate::prelude::*;
use crate::text::{regex, rewrite};
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "replace_regex",
    Types::Overloads(&[takes(&[STRING, STRING, STRING], KqlType::String)]),
    Eval::Prepared(prepare),
    Doc::new(
        "replace_regex(text, pattern, rewrite)",
        "The text with every match of the pattern rewritten.",
        &[("replace_regex('one two', @'(\\w+)', @'[\\1]')", "[one] [two]"), ("replace_regex('a1b22', @'\\d+', '')", "ab")],
    )
    .notes("In the rewrite `\\0` is the whole match, `\\1` to `\\9` its groups and `\\\\` a backslash. The pattern must be constant."),
);

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    let regex = regex(call.constant_str(1, "the pattern")?)?;
    Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue {
        Value::string(rewrite(&regex, &text(args, 0), &text(args, 2)))
    }))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn rewrites() {
        check("replace_regex", &[s("x;y,z|w"), s("[;,|-]"), s("_")], "x_y_z_w");
        check("replace_regex", &[s("ababab"), s("(ab)+"), s("X")], "X");
        check(
            "replace_regex",
            &[s("a"), s("*"), s("X")],
            "error: not a valid regular expression: repetition operator missing expression",
        );
    }
}
