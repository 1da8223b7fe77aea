//! `unicode_codepoints_to_string`

use crate::json;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "unicode_codepoints_to_string",
    Types::Overloads(&[takes(&[ANY], KqlType::String).variadic()]),
    Eval::Row(run),
    Doc::new(
        "unicode_codepoints_to_string(codepoint | array, …)",
        "The text of code points.",
        &[("unicode_codepoints_to_string(75, 117)", "Ku"), ("make_string(dynamic([72, 105]), 33)", "Hi!")],
    )
    .notes("What is no code point is left out."),
)
.aliases(&["make_string"])
.sees_nulls();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let mut out = String::new();
    let mut push = |point: Option<i64>| out.extend(point.and_then(|p| u32::try_from(p).ok()).and_then(char::from_u32));
    for arg in args {
        match json::array_of(arg) {
            Some(items) => items.iter().for_each(|item| push(item.as_i64())),
            None => push(crate::convert::to_long(arg)),
        }
    }
    Value::string(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn texts() {
        check("make_string", &[dynamic("[75,9382,-1]"), Value::Int(33)], "K⒦!");
        check("make_string", &[Value::Null], "");
    }
}
