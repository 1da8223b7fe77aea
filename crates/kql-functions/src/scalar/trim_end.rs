//! `trim_end`

use crate::prelude::*;
use crate::text::regex;
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "trim_end",
    Types::Overloads(&[takes(&[STRING, STRING], KqlType::String)]),
    Eval::Prepared(prepare),
    Doc::new(
        "trim_end(pattern, text)",
        "The text without a match of the pattern at its end.",
        &[("trim_end(\"_\", \"a__\")", "a_"), ("trim_end(@\"\\.exe\", \"cmd.exe\")", "cmd")],
    )
    .notes("One match is taken off, not as many as there are; write `x+` for all. The pattern must be constant."),
);

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    let pattern = call.constant_str(0, "the pattern")?;
    let end = regex(&format!("(?:{pattern})$"))?;
    Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue {
        let source = text(args, 1);
        let to = end.find(&source).map_or(source.len(), |m| m.start());
        Value::string(source.get(..to).unwrap_or_default())
    }))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn trims() {
        check("trim_end", &[s("x"), s("xmid")], "xmid");
        check("trim_end", &[s("x+"), s("midxx")], "mid");
    }
}
