//! `toupper`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "toupper",
    Types::Overloads(&[takes(&[ANY], KqlType::String)]),
    Eval::Row(|args| Value::string(upper(&text(args, 0)))),
    Doc::new("toupper(text)", "The text in upper case.", &[("toupper('café')", "CAFÉ"), ("toupper('ß')", "ß")])
        .notes("One character stays one character."),
);

fn upper(text: &str) -> String {
    text.chars()
        .map(|c| {
            let mut upper = c.to_uppercase();
            match (upper.next(), upper.next()) {
                (Some(one), None) => one,
                _ => c,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn uppers() {
        check("toupper", &[s("naïve Straße")], "NAÏVE STRAßE");
    }
}
