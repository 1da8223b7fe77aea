//! `countof`

use crate::prelude::*;
use crate::text::regex;
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "countof",
    Types::Overloads(&[takes(&[STRING, STRING, STRING], KqlType::Long).optional(1)]),
    Eval::Prepared(prepare),
    Doc::new(
        "countof(text, part [, 'normal' | 'regex'])",
        "How often a part or a pattern occurs in a text.",
        &[("countof('aaa', 'aa')", "2"), ("countof('hello', 'l+', 'regex')", "1")],
    )
    .notes("Occurrences of a part may overlap, matches of a pattern do not. An empty part does not occur."),
);

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    let kind = match call.types.len() {
        3 => call.constant_str(2, "the kind of search")?,
        _ => "normal",
    };
    match kind {
        "normal" => Ok(Arc::new(|args: &[Value<'_>]| -> OwnedValue {
            let (source, part) = (text(args, 0), text(args, 1));
            overlapping(&source, &part).into()
        })),
        "regex" => {
            let regex = regex(call.constant_str(1, "the pattern")?)?;
            Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue {
                i64::try_from(regex.find_iter(&text(args, 0)).count()).ok().into()
            }))
        }
        other => Err(format!("the kind of search is `normal` or `regex`, not `{other}`")),
    }
}

fn overlapping(text: &str, part: &str) -> i64 {
    let finder = memchr::memmem::Finder::new(part.as_bytes());
    let (mut count, mut from) = (0, 0);
    if part.is_empty() {
        return 0;
    }
    while let Some(at) = text.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
        count += 1;
        from += at + 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn counts() {
        check("countof", &[s("abc abc ab a"), s("a."), s("regex")], "3");
        check("countof", &[s("abab"), s("")], "0");
        check("countof", &[s("a\\b\\c"), s("\\")], "2");
        check(
            "countof",
            &[s("a"), s("a"), s("fuzzy")],
            "error: the kind of search is `normal` or `regex`, not `fuzzy`",
        );
    }
}
