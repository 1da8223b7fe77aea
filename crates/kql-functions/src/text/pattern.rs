//! Regular expressions.

use regex::{Captures, Regex};

/// Compiles a pattern. What only RE2 accepts, the syntax that older queries were written for, is accepted too: see
/// [`super::re2::translated`].
///
/// # Errors
/// A sentence that says what is wrong with the pattern.
pub fn regex(pattern: &str) -> Result<Regex, String> {
    let compiled = Regex::new(pattern);
    let compiled = compiled.or_else(|error| Regex::new(&super::re2::translated(pattern)).map_err(|_| error));
    compiled.map_err(|error| {
        // The crate's message draws the pattern over several lines; its last line says what is wrong.
        let text = error.to_string();
        let reason = text.lines().last().unwrap_or_default();
        format!("not a valid regular expression: {}", reason.trim_start_matches("error: "))
    })
}

/// Replaces all matches. In the rewrite `\0` is the whole match, `\1` to `\9` the groups and `\\` a backslash.
pub fn rewrite<'t>(regex: &Regex, text: &'t str, rewrite: &str) -> std::borrow::Cow<'t, str> {
    regex.replace_all(text, |groups: &Captures<'_>| expand(rewrite, groups))
}

fn expand(rewrite: &str, groups: &Captures<'_>) -> String {
    let mut out = String::new();
    let mut chars = rewrite.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.peek().copied() {
            Some(digit) if digit.is_ascii_digit() => {
                chars.next();
                let group = digit.to_digit(10).and_then(|d| groups.get(d as usize));
                out.push_str(group.map_or("", |m| m.as_str()));
            }
            Some('\\') => {
                chars.next();
                out.push('\\');
            }
            _ => out.push('\\'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rewriting() {
        let check = |pattern: &str, text: &str, with: &str, expect: &str| {
            assert_eq!(rewrite(&regex(pattern).unwrap(), text, with), expect);
        };
        check(r"(\w+)", "a-b", r"[\1]", "[a]-[b]");
        check(r"(\w)(\d)?", "a1 b", r"\2\1\\\0", r"1a\a1 b\b");
        check("x", "xx", "$1", "$1$1");
    }

    #[test]
    fn errors_are_one_sentence() {
        let error = regex("a(b").unwrap_err();
        assert!(error.starts_with("not a valid regular expression: ") && !error.contains('\n'), "{error}");
    }
}
