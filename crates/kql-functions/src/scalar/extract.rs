//! `extract`

use crate::convert;
use crate::prelude::*;
use crate::text::regex;
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "extract",
    Types::Overloads(&[
        takes(&[STRING, LONG, STRING], KqlType::String),
        Overload::new(&[STRING, LONG, STRING, TYPE], Returns::TypeArgument(3, KqlType::String)),
    ]),
    Eval::Prepared(prepare),
    Doc::new(
        "extract(pattern, group, text [, typeof(type)])",
        "The part of the text that a group of the pattern's first match holds.",
        &[
            ("extract('x=([0-9.]+)', 1, 'hello x=45.6|wo')", "45.6"),
            ("extract('x=([0-9.]+)', 1, 'hello x=45.6|wo', typeof(real))", "45.6"),
            ("extract('x', 0, 'y')", ""),
            ("extract('x', 0, 'y', typeof(long))", "null"),
        ],
    )
    .notes("Group 0 is the whole match. Without a match the result is `\"\"`, or null where another type is asked for. The pattern must be constant."),
);

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    let regex = regex(call.constant_str(0, "the pattern")?)?;
    let returns = call.returns;
    Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue {
        let source = text(args, 2);
        let group = long(args, 1).and_then(|g| usize::try_from(g).ok());
        let found = group.and_then(|g| regex.captures(&source)?.get(g).map(|m| m.as_str()));
        match found {
            None => Value::Null,
            Some(part) => convert::to(&Value::str(part), returns),
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn groups() {
        check("extract", &[s("(a)(b)?"), Value::Long(1), s("xa")], "a");
        check("extract", &[s("(a)(b)?"), Value::Long(2), s("xa")], "");
        check("extract", &[s("(a)"), Value::Long(7), s("xa")], "");
        check("extract", &[s("(a)"), Value::Long(-1), s("xa")], "");
        check("extract", &[s(r"\d+"), Value::Long(0), s("a42"), Value::Type(KqlType::Long)], "42");
        check("extract", &[s("("), Value::Long(0), s("")], "error: not a valid regular expression: unclosed group");
    }
}
