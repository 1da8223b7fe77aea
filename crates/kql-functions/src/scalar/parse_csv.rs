//! `parse_csv`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "parse_csv",
    Types::Overloads(&[takes(&[STRING], KqlType::Dynamic)]),
    Eval::Row(|args| dynamic_array(fields(&text(args, 0)).into_iter().map(Into::into).collect())),
    Doc::new(
        "parse_csv(text)",
        "The fields of one record of comma-separated values, as an array.",
        &[
            ("parse_csv('aa,\"b,b\",\"say \"\"x\"\"\"')", "[\"aa\",\"b,b\",\"say \\\"x\\\"\"]"),
            ("parse_csv('a,b\\nc,d')", "[\"a\",\"b\"]"),
        ],
    )
    .notes("Of several records the first counts."),
)
.named_by_argument();

fn fields(text: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let Some(field) = fields.last_mut() else { break };
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if field.is_empty() => quoted = true,
            ',' if !quoted => fields.push(String::new()),
            '\n' | '\r' if !quoted => break,
            other => field.push(other),
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn records() {
        check("parse_csv", &[s("aa,\"b,b,b\",\"line1\nline2\",")], r#"["aa","b,b,b","line1\nline2",""]"#);
        check("parse_csv", &[s("")], r#"[""]"#);
        check("parse_csv", &[s("a\"b,\"open")], r#"["a\"b","open"]"#);
    }
}
