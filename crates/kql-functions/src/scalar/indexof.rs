//! `indexof`

use crate::kernel::position::{Search, search};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "indexof",
    Types::Overloads(&[takes(&[ANY, ANY, LONG, LONG, LONG], KqlType::Long).optional(3)]),
    Eval::Row(run),
    Doc::new(
        "indexof(text, part [, start [, length [, occurrence]]])",
        "The position at which a part occurs in a text, or -1.",
        &[("indexof('abcabc', 'c')", "2"), ("indexof('abcabc', 'c', 3)", "5"), ("indexof('abc', 'z')", "-1"), ("indexof('abc', '')", "null")],
    )
    .notes("Positions count characters from 0; a negative start counts from the end. A length of -1 is no limit. An empty part, an occurrence below 1 and a length below -1 give null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (source, part) = (text(args, 0), text(args, 1));
    if part.is_empty() {
        return Value::Null;
    }
    let start = long(args, 2).unwrap_or(0);
    let wanted = Search { start, length: long(args, 3).unwrap_or(-1), occurrence: long(args, 4).unwrap_or(1) };
    // Occurrences may overlap.
    let next = |text: &str| text.find(part.as_ref()).map(|at| (at, at + 1));
    search(&source, wanted, next).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn positions() {
        let check = |text, part, more: &[i64], expect: &str| {
            let mut args = vec![s(text), s(part)];
            args.extend(more.iter().map(|v| Value::Long(*v)));
            check("indexof", &args, expect);
        };
        check("abcabcabc", "a", &[2], "3");
        check("xyz", "z", &[], "2");
        check("café au lait", "au", &[], "5");
        check("abcabc", "a", &[0, -1, 2], "3");
        check("aaaa", "aa", &[0, -1, 2], "1");
        check("abcabc", "c", &[0, 2], "-1");
        check("abcabc", "c", &[0, 3], "2");
        check("abcabc", "b", &[-3], "4");
        check("abc", "b", &[0, -1, 0], "null");
        check("abc", "b", &[0, -2], "null");
    }
}
