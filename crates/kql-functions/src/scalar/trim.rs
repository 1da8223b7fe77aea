//! `trim`

use crate::prelude::*;
use crate::text::regex;
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "trim",
    Types::Overloads(&[takes(&[STRING, STRING], KqlType::String)]),
    Eval::Prepared(prepare),
    Doc::new(
        "trim(pattern, text)",
        "The text without a match of the pattern at its start and at its end.",
        &[("trim(@\"\\s\", \"  spaced  \")", " spaced "), ("trim(\"a+\", \"aainneraa\")", "inner")],
    )
    .notes("One match is taken off, not as many as there are; write `x+` for all. The pattern must be constant."),
);

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    let pattern = call.constant_str(0, "the pattern")?;
    let start = regex(&format!("^(?:{pattern})"))?;
    let end = regex(&format!("(?:{pattern})$"))?;
    Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue {
        let source = text(args, 1);
        let from = start.find(&source).map_or(0, |m| m.end());
        let rest = source.get(from..).unwrap_or_default();
        let to = end.find(rest).map_or(rest.len(), |m| m.start());
        Value::string(rest.get(..to).unwrap_or_default())
    }))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn trims() {
        check("trim", &[s("[x_]"), s("__world__")], "_world_");
        check("trim", &[s("a*"), s("aaaa")], "");
        check("trim", &[s("a"), s("a")], "");
    }
}
