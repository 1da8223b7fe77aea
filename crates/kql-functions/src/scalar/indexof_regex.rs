//! `indexof_regex`

use crate::kernel::position::{Search, search};
use crate::prelude::*;
use crate::text::regex;
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "indexof_regex",
    Types::Overloads(&[takes(&[ANY, STRING, LONG, LONG, LONG], KqlType::Long).optional(3)]),
    Eval::Prepared(prepare),
    Doc::new(
        "indexof_regex(text, pattern [, start [, length [, occurrence]]])",
        "The position at which a pattern matches in a text, or -1.",
        &[("indexof_regex('abcabc', 'b.')", "1"), ("indexof_regex('abcabc', 'b.', 0, -1, 2)", "4")],
    )
    .notes("Positions count characters from 0. Matches do not overlap. A negative start, an occurrence below 1 and a length below -1 give null. The pattern must be constant."),
);

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    let regex = regex(call.constant_str(1, "the pattern")?)?;
    Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue {
        let source = text(args, 0);
        let start = long(args, 2).unwrap_or(0);
        if start < 0 {
            return Value::Null;
        }
        let wanted = Search { start, length: long(args, 3).unwrap_or(-1), occurrence: long(args, 4).unwrap_or(1) };
        let next = |text: &str| regex.find(text).map(|m| (m.start(), m.end().max(m.start() + 1)));
        search(&source, wanted, next).into()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn positions() {
        let check = |text, pattern, more: &[i64], expect: &str| {
            let mut args = vec![s(text), s(pattern)];
            args.extend(more.iter().map(|v| Value::Long(*v)));
            check("indexof_regex", &args, expect);
        };
        check("abcabc", "a.c", &[], "0");
        check("abcabcdefg", "a.c", &[0, 9, 2], "3");
        check("abcabc", "a.c", &[1, -1, 2], "-1");
        check("ababaa", "a.a", &[0, -1, 2], "-1");
        check("abcabc", "a|ab", &[-1], "null");
        check("é", "x*", &[0, -1, 3], "-1");
    }
}
