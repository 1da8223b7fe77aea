//! `strrep`

use crate::prelude::*;

/// Longest result in bytes.
const MOST: usize = 16 * 1024 * 1024;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "strrep",
    Types::Overloads(&[takes(&[ANY, LONG, ANY], KqlType::String).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "strrep(value, times [, delimiter])",
        "A value as text, several times, with a delimiter between.",
        &[("strrep('ABC', 2)", "ABCABC"), ("strrep(123, 3, '.')", "123.123.123")],
    )
    .notes("At most 1024 times, and at most 16 MiB; more gives `\"\"`."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (value, delimiter) = (text(args, 0), text(args, 2));
    let times = long(args, 1).and_then(|t| usize::try_from(t).ok()).filter(|t| *t <= 1024);
    match times {
        Some(times) if times * (value.len() + delimiter.len()) <= MOST => {
            Value::string(vec![value.as_ref(); times].join(delimiter.as_ref()))
        }
        _ => Value::str(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn repeats() {
        check("strrep", &[s("a"), Value::Long(3), s("-")], "a-a-a");
        check("strrep", &[s("a"), Value::Long(0)], "");
        check("strrep", &[s("a"), Value::Long(i64::MAX)], "");
    }
}
