//! `replace_strings`

use crate::json::text_of;
use crate::kernel::replace::replace;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "replace_strings",
    Types::Overloads(&[takes(&[STRING, DYNAMIC, DYNAMIC], KqlType::String)]),
    Eval::Row(run),
    Doc::new(
        "replace_strings(text, parts, with)",
        "The text with every occurrence of each part replaced by the text at the same place of the other array.",
        &[("replace_strings('a cat and a dog', dynamic(['cat', 'dog']), dynamic(['dog', 'cat']))", "a cat and a cat")],
    )
    .notes("Replacements are made one after the other, each in the result of the one before."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let mut result = text(args, 0).into_owned();
    let (Some(parts), Some(with)) = (array(args, 1), array(args, 2)) else {
        return Value::Null;
    };
    for (part, with) in parts.iter().zip(&with) {
        result = replace(&result, &text_of(part), &text_of(with));
    }
    Value::string(result)
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic, s};

    #[test]
    fn replaces() {
        check("replace_strings", &[s("abc"), dynamic("[\"a\",\"c\",\"\"]"), dynamic("[\"x\",\"\",\"y\"]")], "xb");
    }
}
