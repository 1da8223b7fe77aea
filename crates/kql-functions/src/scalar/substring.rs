//! `substring`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "substring",
    Types::Overloads(&[takes(&[ANY, LONG, LONG], KqlType::String).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "substring(text, start [, length])",
        "The part of a text from a position on.",
        &[("substring('hello', 1, 3)", "ell"), ("substring('hello', -2)", "lo"), ("substring('hello', 2, 100)", "llo")],
    )
    .notes("Positions count characters from 0, negative ones from the end. A position outside the text and a negative length give `\"\"`."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let source = text(args, 0);
    let (Some(start), length) = (long(args, 1), long(args, 2)) else {
        return Value::Null;
    };
    let start = if start < 0 {
        let characters = source.chars().count();
        let back = usize::try_from(start.unsigned_abs()).unwrap_or(usize::MAX);
        match characters.checked_sub(back) {
            Some(start) => start,
            None => return Value::str(""),
        }
    } else {
        usize::try_from(start).unwrap_or(usize::MAX)
    };
    let length = length.map_or(usize::MAX, |l| usize::try_from(l).unwrap_or(0));
    if source.is_ascii() {
        let end = start.saturating_add(length).min(source.len());
        return Value::string(source.get(start..end).unwrap_or_default());
    }
    Value::string(source.chars().skip(start).take(length).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn parts() {
        let check = |text, start, length: Option<i64>, expect: &str| {
            let mut args = vec![s(text), Value::Long(start)];
            args.extend(length.map(Value::Long));
            check("substring", &args, expect);
        };
        check("abc", 2, Some(10), "c");
        check("abc", -2, Some(5), "bc");
        check("x", -2, Some(5), "");
        check("xy", -2, None, "xy");
        check("abc", 100, None, "");
        check("abc", 1, Some(-1), "");
        check("a😀b", 1, Some(1), "😀");
        check("abc", i64::MAX, Some(i64::MAX), "");
        check("abc", i64::MIN, None, "");
    }
}
