//! `trim_start`

use crate::prelude::*;
use crate::text::regex;
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "trim_start",
    Types::Overloads(&[takes(&[STRING, STRING], KqlType::String)]),
    Eval::Prepared(prepare),
    Doc::new(
        "trim_start(pattern, text)",
        "The text without a match of the pattern at its start.",
        &[("trim_start(\"x\", \"xxhello\")", "xhello"), ("trim_start(@\"\\W+\", \"--- a\")", "a")],
    )
    .notes("One match is taken off, not as many as there are; write `x+` for all. The pattern must be constant."),
);

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    let pattern = call.constant_str(0, "the pattern")?;
    let start = regex(&format!("^(?:{pattern})"))?;
    Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue {
        let source = text(args, 1);
        let from = start.find(&source).map_or(0, |m| m.end());
        Value::string(source.get(from..).unwrap_or_default())
    }))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn trims() {
        check("trim_start", &[s("x"), s("midxx")], "midxx");
    }
}
