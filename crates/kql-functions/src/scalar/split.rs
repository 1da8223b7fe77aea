//! `split`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "split",
    Types::Overloads(&[takes(&[ANY, STRING, LONG], KqlType::Dynamic).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "split(text, delimiter [, index])",
        "The parts of a text between delimiters, as an array.",
        &[
            ("split('a,,b', ',')", "[\"a\",\"\",\"b\"]"),
            ("split('', ',')", "[\"\"]"),
            ("split('a_b_c', '_', 1)", "[\"b\"]"),
            ("split('a_b', '_')[0]", "a"),
        ],
    )
    .notes("With an index the array holds that part alone, or is null where there is none. An empty delimiter does not split."),
)
.named_by_argument();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (source, delimiter) = (text(args, 0), text(args, 1));
    let mut parts: Vec<serde_json::Value> = if delimiter.is_empty() {
        vec![source.as_ref().into()]
    } else {
        source.split(delimiter.as_ref()).map(Into::into).collect()
    };
    if args.len() > 2 {
        let index = long(args, 2).and_then(|i| usize::try_from(i).ok()).filter(|i| *i < parts.len());
        let Some(index) = index else {
            return Value::Null;
        };
        parts = vec![parts.swap_remove(index)];
    }
    dynamic_array(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn parts() {
        check("split", &[s("a=b=c"), s("=")], r#"["a","b","c"]"#);
        check("split", &[s("a\\b"), s("\\")], r#"["a","b"]"#);
        check("split", &[s("noequals"), s("="), Value::Long(1)], "null");
        check("split", &[s("abc"), s("")], r#"["abc"]"#);
    }
}
