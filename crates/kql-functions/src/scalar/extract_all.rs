//! `extract_all`

use crate::prelude::*;
use crate::text::regex;
use serde_json::Value as Json;
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "extract_all",
    Types::Overloads(&[takes(&[STRING, STRING], KqlType::Dynamic), takes(&[STRING, DYNAMIC, STRING], KqlType::Dynamic)]),
    Eval::Prepared(prepare),
    Doc::new(
        "extract_all(pattern [, groups], text)",
        "All matches of a pattern: an array of the group's parts, or of arrays where there are several groups.",
        &[
            ("extract_all(@'(\\d+)', 'a1b22')", "[\"1\",\"22\"]"),
            ("extract_all(@'(\\w)(\\d)', 'a1 b2')", "[[\"a\",\"1\"],[\"b\",\"2\"]]"),
            ("extract_all(@'(\\w)(\\d)', dynamic([2]), 'a1 b2')", "[\"1\",\"2\"]"),
            ("extract_all('(x)', 'abc')", "null"),
        ],
    )
    .notes("The pattern must be constant and have at least one group. Groups are chosen by number or name. Without a match the result is null."),
)
.aliases(&["extractall"]);

fn prepare(call: &Call<'_>) -> Result<RowFunction, String> {
    let regex = regex(call.constant_str(0, "the pattern")?)?;
    if regex.captures_len() < 2 {
        return Err("the pattern must have at least one group in parentheses".to_owned());
    }
    Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue {
        let chosen: Vec<usize> = if args.len() == 3 {
            let names: Vec<_> = regex.capture_names().collect();
            let index = |group: &Json| match group {
                Json::String(name) => names.iter().position(|n| *n == Some(name.as_str())),
                other => other.as_u64().and_then(|i| usize::try_from(i).ok()).filter(|i| *i < names.len()),
            };
            array(args, 1).unwrap_or_default().iter().filter_map(index).collect()
        } else {
            (1..regex.captures_len()).collect()
        };
        let source = text(args, args.len() - 1);
        let mut found = Vec::new();
        for captures in regex.captures_iter(&source) {
            let mut parts: Vec<Json> =
                chosen.iter().map(|g| captures.get(*g).map_or("", |m| m.as_str()).into()).collect();
            found.push(if chosen.len() == 1 { parts.swap_remove(0) } else { Json::Array(parts) });
        }
        if found.is_empty() { Value::Null } else { dynamic_array(found) }
    }))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic, s};

    #[test]
    fn matches() {
        check("extract_all", &[s("(a)(b)?"), s("aba")], r#"[["a","b"],["a",""]]"#);
        check("extract_all", &[s(r"(\d)"), s("Ａ１２")], r#"["１","２"]"#);
        check("extract_all", &[s(r"(?P<k>\w)=(\w)"), dynamic("[\"k\"]"), s("a=1 b=2")], r#"["a","b"]"#);
        check("extract_all", &[s("a"), s("a")], "error: the pattern must have at least one group in parentheses");
    }
}
