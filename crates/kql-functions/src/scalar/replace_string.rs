//! `replace_string`

use crate::kernel::replace::replace;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "replace_string",
    Types::Overloads(&[takes(&[STRING, STRING, STRING], KqlType::String)]),
    Eval::Row(run),
    Doc::new(
        "replace_string(text, part, with)",
        "The text with every occurrence of a part replaced.",
        &[("replace_string('a cat', 'cat', 'dog')", "a dog"), ("replace_string('aaa', '', 'X')", "aaa")],
    )
    .notes("An empty part is in no text. A text that would become longer than 64 MiB stays as it is."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (source, part, with) = (text(args, 0), text(args, 1), text(args, 2));
    Value::string(replace(&source, &part, &with))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn replaces() {
        check("replace_string", &[s("O'Brien's"), s("'"), s("''")], "O''Brien''s");
        check("replace_string", &[s(""), s("a"), s("b")], "");
    }
}
