//! `translate`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "translate",
    Types::Overloads(&[takes(&[STRING, STRING, STRING], KqlType::String)]),
    Eval::Row(run),
    Doc::new(
        "translate(characters, replacements, text)",
        "The text with each of the characters replaced by the one at the same place of the replacements.",
        &[("translate('abc', 'x', 'abcd')", "xxxd"), ("translate('krasp', 'otsku', 'spark')", "kusto"), ("translate('ab', '', 'abc')", "c")],
    )
    .notes("Where there are fewer replacements than characters the last one is used again; without any, the characters are taken out."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let from: Vec<char> = text(args, 0).chars().collect();
    let to: Vec<char> = text(args, 1).chars().collect();
    let replace = |c: char| match from.iter().position(|f| *f == c) {
        None => Some(c),
        Some(i) => to.get(i).or(to.last()).copied(),
    };
    Value::string(text(args, 2).chars().filter_map(replace).collect::<String>())
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn characters() {
        check("translate", &[s("éa"), s("e"), s("éàa")], "eàe");
    }
}
